"""What follows in rounds from representation and submission, in reports from silence; which mails are still wanted."""

from datetime import datetime
from uuid import UUID

from django.dispatch import receiver
from django.utils import timezone

from foundation import doorbells
from foundation.actors import Actor
from foundation.outbox.models import Message
from foundation.outbox.registry import still_wanted
from meetings.models import Meeting, SilenceProcedure
from meetings.signals import meeting_kind_changed, meeting_moved, silence_declared_concluded
from parties.models import Authority
from parties.signals import representation_put_on_hold, representation_released
from reports.closing_mail import LAPSED
from reports.handed_mail import KIND
from reports.joint_mail import ENDED as JOINT_ENDED
from reports.joint_mail import KIND as JOINT_ASKED
from reports.letter_mail import ARRANGED, REGISTERED
from reports.selectors.handed import still_handed
from reports.selectors.joint import is_over_for, is_still_asked_of
from reports.services.asking import ask_anew
from reports.services.lapsing import is_still_told
from reports.services.letters import is_still_written_to
from reports.services.receipts import RECEIPT, is_still_addressed
from reports.services.representation import adopt_released, ask_each_side
from reports.services.silence import endorse_by_silence
from reports.services.transmission_and_review import check_still_reviews
from reports.signals import receipt_owed
from reports.tasks import ring


@receiver(representation_put_on_hold, dispatch_uid="reports.ask_each_side")
def each_side_reports_for_itself(*, party_id: int, actor: Actor, now: datetime, **_kwargs: object) -> None:
    """Each side gets a contribution of its own in the rounds under way; nobody comments for its participant."""
    ask_each_side(party_id, actor=actor, now=now)
    ask_anew(now=now)


@receiver(representation_released, dispatch_uid="reports.adopt_released")
def what_was_released_is_the_participants(
    *, authority: Authority, actor: Actor, now: datetime, **_kwargs: object
) -> None:
    """What the released authority wrote meanwhile becomes its participant's."""
    adopt_released(authority, actor=actor, now=now)
    ask_anew(now=now)


@receiver(receipt_owed, dispatch_uid="reports.give_receipts")
def ring_for_a_worker(**_kwargs: object) -> None:
    """A wake-up only: what is owed stands in the table."""
    doorbells.ring(ring)


@still_wanted(RECEIPT)
def receipt_is_wanted(message: Message) -> bool:
    """By those alone who still submit for the participant."""
    return is_still_addressed(message, now=timezone.now())


@still_wanted(REGISTERED)
@still_wanted(ARRANGED)
def letter_mail_is_wanted(message: Message) -> bool:
    """The same for what is written about a letter."""
    return is_still_written_to(message, now=timezone.now())


@receiver(silence_declared_concluded, dispatch_uid="reports.endorse_by_silence")
def what_was_under_silence_is_endorsed(
    *, procedure: SilenceProcedure, actor: Actor, now: datetime, **_kwargs: object
) -> None:
    """A tabled report under this procedure is endorsed."""
    endorse_by_silence(procedure, actor=actor, now=now)


@receiver(meeting_moved, dispatch_uid="reports.ask_anew")
def what_waits_for_a_meeting_moves_with_it(*, now: datetime, **_kwargs: object) -> None:
    """Endorsements to record and reviews to prepare are asked by the days of meetings."""
    ask_anew(now=now)


@receiver(meeting_kind_changed, dispatch_uid="reports.check_still_reviews")
def what_was_transmitted_keeps_its_ministers(*, meeting: Meeting, **_kwargs: object) -> None:
    """A report that waits for this meeting would wait for ever."""
    check_still_reviews(meeting)


@still_wanted(KIND)
def is_still_asked(message: Message) -> bool:
    """Finished, taken back or no longer in office: nobody is written to."""
    return still_handed(UUID(message.related.rpartition(":")[2]), now=timezone.now())


@still_wanted(JOINT_ASKED)
def is_still_to_be_confirmed(message: Message) -> bool:
    """Answered, taken out, about another text by now, or no longer in office: nobody is written to."""
    _kind, joint, version, user = message.dedupe_key.split(":")
    return is_still_asked_of(UUID(joint), version=int(version), user=UUID(user), now=timezone.now())


@still_wanted(JOINT_ENDED)
def is_still_over(message: Message) -> bool:
    """Asked again meanwhile, or no longer in office: nobody is written to."""
    _kind, joint, _version, user = message.dedupe_key.split(":")
    return is_over_for(UUID(joint), user=UUID(user), now=timezone.now())


@still_wanted(LAPSED)
def lapse_is_still_told(message: Message) -> bool:
    """No longer in office: nobody is written to."""
    return is_still_told(message, now=timezone.now())
