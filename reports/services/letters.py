"""The letter route: a letter is registered in place of the form and counts from the moment it was received."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.base import lock, save_seen
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.services import JSON, record
from foundation.localized import LANGUAGES
from foundation.outbox.models import Message
from foundation.outbox.services import enqueue
from foundation.related import Related
from foundation.uploads import Examined
from parties.selectors import is_submitting_for, submitting_for
from reports.letter_mail import arranged, registered
from reports.models import Contribution, Letter, Passage, Round
from reports.permissions.letters import can_arrange
from reports.selectors.contributions import due_moment
from reports.selectors.letters import may_stand_under
from reports.selectors.obligations import ACCEPTING
from reports.services.audiences import own_and_staff
from reports.services.contributions import take_step
from reports.services.holding import hold_round
from reports.services.owned import issue_to_its_owner
from reports.services.requests import end_request
from reports.services.snapshots import facts_of, freeze_snapshot
from reports.validators import clean_text, is_language, no_longer

NOT_NOW = _("This letter cannot be registered now: ask the participant whether it reports by letter or in the form.")
"""Says no more than it must: the domain refuses a letter beside a draft, and drafts are nobody else's business."""
LONGEST_PASSAGE = 20_000


@dataclass(frozen=True)
class Arrived:
    """A letter as it came in. `received_at` in UTC, `language` of ISO 639-1."""

    kind: str
    sender: str
    number: str
    dated: date
    received_at: datetime
    language: str
    file_name: str
    file: Examined


@transaction.atomic
def register_letter(
    round_: Round, *, actor: Actor, version: int | None, now: datetime, contribution: Contribution, arrived: Arrived
) -> Letter:
    """Take a letter as the contribution of a participant that has begun nothing of its own.

    `version` is unused: the round does not change, and staff know no version of what is not theirs to see. Raises
    `IllegalTransition` where the participant writes, or has sent, its own; `NotAllowed`; `RuleBroken` at a field.
    """
    del version
    if contribution.round_id != round_.pk:
        raise RuleBroken(_("This participant is not asked in this round."), field="contribution")
    _check(arrived, round_, now=now)
    hold_round(contribution)
    lock(contribution)
    try:
        current = take_step(contribution, "register_letter", actor=actor, version=None)
    except IllegalTransition as refused:
        raise IllegalTransition(NOT_NOW) from refused
    letter = _keep(current, arrived, actor=actor, now=now)
    _receive(current, letter, actor=actor, now=now)
    readers = submitting_for(current.party_id, current.authority_id, now=now)
    enqueue(*registered(letter, readers))
    return letter


def _check(arrived: Arrived, round_: Round, *, now: datetime) -> None:
    """Each field says what is wrong with it; days are those of the round's zone, on whose clock staff type."""
    received_on = arrived.received_at.astimezone(ZoneInfo(round_.due_zone)).date()
    for field, day in (("received_at", received_on), ("dated", arrived.dated)):
        if day < round_.period_begins_on:
            raise RuleBroken(_("This is before the period that is reported on."), field=field)
    if arrived.received_at > now:
        raise RuleBroken(_("This moment has not come yet."), field="received_at")
    if arrived.dated > received_on:
        raise RuleBroken(_("A letter is not dated after the day it was received."), field="dated")
    if not is_language(arrived.language):
        raise RuleBroken(_("Choose one of the answers offered."), field="language")
    if not clean_text(arrived.sender):
        raise RuleBroken(_("Write who sent it, as it stands on the letter."), field="sender")


def _keep(contribution: Contribution, arrived: Arrived, *, actor: Actor, now: datetime) -> Letter:
    """The file as an issued revision of a work of its own, and the row that serves it."""
    sender = clean_text(arrived.sender)
    revision = issue_to_its_owner(
        contribution,
        title=dict.fromkeys(LANGUAGES, sender),
        language=arrived.language,
        content=arrived.file.content,
        media_type=arrived.file.kind.media_type,
        actor=actor,
        now=now,
    )
    return Letter.objects.create(
        contribution=contribution,
        kind=arrived.kind,
        sender=sender,
        number=clean_text(arrived.number),
        dated=arrived.dated,
        received_at=arrived.received_at,
        language=arrived.language,
        file_name=arrived.file.named(arrived.file_name),
        revision=revision,
        registered_by_id=actor.user_id,
        registered_at=now,
    )


def _receive(contribution: Contribution, letter: Letter, *, actor: Actor, now: datetime) -> None:
    """Date it by the day it came, number it, close the request; it goes on in the letter's language if that is ours."""
    in_ours = letter.language in LANGUAGES
    contribution.language = letter.language if in_ours else contribution.party.corresponds_in
    contribution.submitted_at = letter.received_at
    contribution.is_after_due = letter.received_at > due_moment(contribution)
    snapshot = freeze_snapshot(contribution, now=now, letter=letter)
    contribution.save(update_fields=["state", "language", "submitted_at", "is_after_due", "receipt_number", "version"])
    end_request(contribution, now=now, reason="received", facts={"snapshot": snapshot.sha256})
    facts = facts_of(snapshot) | {
        "letter": str(letter.uuid),
        "file": letter.revision.sha256,
        "received_at": letter.received_at.isoformat(),
    }
    audience = own_and_staff(contribution)
    record(contribution, "contribution.registered_from_letter", actor=actor, audience=audience, facts=facts)


@transaction.atomic
def arrange_passages(
    letter: Letter, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> Letter:
    """Place words of a letter under questions, marked as arranged; the participant is asked to confirm or correct.

    Raises `IllegalTransition`, `NotAllowed`, `StaleVersion`, or `RuleBroken` for words that cannot stand there.
    """
    del creating
    hold_round(letter.contribution)
    contribution = lock(letter.contribution)
    letter.contribution = contribution
    if contribution.round.state not in ACCEPTING:
        raise IllegalTransition
    if not can_arrange(made_again(actor), letter):
        raise NotAllowed
    changes = related or Related()
    for passage in [child for _key, child in changes.children if isinstance(child, Passage)]:
        _check_passage(passage, contribution)
        passage.arranged_by_id, passage.arranged_at = actor.user_id, actor.now
    save_seen(letter, version=version, creating=False)
    changes.write(letter)
    facts: dict[str, JSON] = {"letter": str(letter.uuid), "passages": letter.passages.count()}
    audience = own_and_staff(contribution)
    record(contribution, "contribution.passages_arranged", actor=actor, audience=audience, facts=facts)
    if changes.children:
        readers = submitting_for(contribution.party_id, contribution.authority_id, now=actor.now)
        enqueue(*arranged(letter, readers))
    return letter


def _check_passage(passage: Passage, contribution: Contribution) -> None:
    passage.text = clean_text(passage.text)
    if not passage.text:
        raise RuleBroken(_("Copy the words of the letter."))
    no_longer(passage.text, LONGEST_PASSAGE)
    if not may_stand_under(contribution, passage.question, passage.activity):
        raise RuleBroken(
            _("“%(question)s” is not asked of this participant in this way: choose the activity it is about, or none.")
            % {"question": passage.question.text}
        )


def is_still_written_to(message: Message, *, now: datetime) -> bool:
    """Asked just before the mail leaves: whoever has left the office since is not told."""
    _kind, letter, *_version, user = message.dedupe_key.split(":")
    found = Letter.objects.select_related("contribution").filter(uuid=UUID(letter)).first()
    if found is None:
        return False
    return is_submitting_for(found.contribution.party_id, found.contribution.authority_id, user=UUID(user), now=now)
