"""Delegations: who is invited, named and confirmed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.base import save_seen, take_up
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.audience import unit_and_staff
from foundation.ledger.services import record
from foundation.related import Related
from meetings.enums import CALLED_OFF
from meetings.models import Delegate, Delegation, Meeting
from meetings.permissions import can_invite, can_invite_to
from meetings.services.asking import ask_for_nominations, ask_the_invited
from meetings.services.meetings import readers_of
from meetings.services.on_record import next_version
from meetings.workflow import DELEGATION
from parties.enums import ParticipationStatus
from parties.permissions import is_staff
from parties.selectors import contested_parties, is_contested, taking_part


@transaction.atomic
def invite_delegations(meeting: Meeting, *, actor: Actor, version: int | None, now: datetime) -> list[Delegation]:
    """Invite every participant of the meeting's body that is to be invited; who counts in n of N is fixed now.

    Guests are not counted, nor is a participant whose representation is on hold. Those invited already stay as they
    are. Raises `StaleVersion`, `NotAllowed`, or `IllegalTransition` when the meeting is no longer ahead.
    """
    current = next_version(meeting, version)
    _check_invites(current, actor)
    if current.kind.body is None:
        raise RuleBroken(_("No body meets in this kind of meeting: invite each participant by itself."))
    invited = set(current.delegations.values_list("party", flat=True))
    contested = contested_parties()
    day = current.begins_on or now.date()
    new = [
        Delegation(
            meeting=current,
            party=participation.party,
            is_guest=participation.status == ParticipationStatus.GUEST,
            counts_in_n=participation.counts_in_n
            and participation.status != ParticipationStatus.GUEST
            and participation.party_id not in contested,
        )
        for participation in taking_part(current.kind.body, day).filter(is_invited=True)
        if participation.party_id not in invited
    ]
    made = Delegation.objects.bulk_create(new)
    ask_for_nominations(made, now=now)
    ask_the_invited(now=now)
    facts = {"count": len(made)}
    record(current, "meeting.delegations_invited", actor=actor, audience=readers_of(current), facts=facts)
    return made


@transaction.atomic
def save_delegation(
    delegation: Delegation, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> Delegation:
    """Invite one participant, or a guest, and keep the names of its people."""
    take_up(delegation, version=version, creating=creating)
    if creating:
        meeting = next_version(delegation.meeting)
        _check_invites(meeting, actor)
        delegation.counts_in_n = not delegation.is_guest and not is_contested(delegation.party_id)
    elif not can_invite(made_again(actor), delegation):
        raise NotAllowed
    save_seen(delegation, version=version, creating=creating)
    (related or Related()).write(delegation)
    ask_the_invited(now=actor.now)
    return _recorded(delegation, "delegation.invited" if creating else "delegation.changed", actor)


def _check_invites(meeting: Meeting, actor: Actor) -> None:
    again = made_again(actor)
    if can_invite_to(again, meeting):
        return
    raise IllegalTransition if can_invite(again) else NotAllowed


@transaction.atomic
def nominate_delegation(
    delegation: Delegation,
    *,
    actor: Actor,
    version: int | None,
    now: datetime,  # noqa: ARG001 -- a step of the workbench names the moment
    head: str,
    position: str = "",
    letter_number: str = "",
) -> Delegation:
    """Name the head of a delegation: the participant itself, or staff on the strength of its letter."""
    current = DELEGATION.apply(delegation, "nominate", actor=actor, version=version)
    if current.meeting.state in CALLED_OFF:
        raise RuleBroken(_("This meeting was called off."))
    if is_staff(actor) and not letter_number.strip():
        raise RuleBroken(_("Give the number of the note verbale or letter."), field="letter_number")
    current.letter_number = letter_number.strip()
    current.save(update_fields=["state", "letter_number", "version"])
    Delegate.objects.filter(delegation=current, is_head=True).update(is_head=False)
    Delegate.objects.create(delegation=current, full_name=head, position=position, is_head=True)
    return _recorded(current, "delegation.nominated", actor)


@transaction.atomic
def confirm_delegation(delegation: Delegation, *, actor: Actor, version: int | None, now: datetime) -> Delegation:  # noqa: ARG001 -- a step of the workbench names the moment
    """Confirm a nomination; while two authorities nominate for one participant, neither is confirmed."""
    current = DELEGATION.apply(delegation, "confirm", actor=actor, version=version)
    check_not_contested(current)
    current.question = ""
    current.save(update_fields=["state", "question", "version"])
    return _recorded(current, "delegation.confirmed", actor)


@transaction.atomic
def query_delegation(
    delegation: Delegation,
    *,
    actor: Actor,
    version: int | None,
    now: datetime,  # noqa: ARG001 -- a step of the workbench names the moment
    question: str,
) -> Delegation:
    """Send a nomination back with a question; staff never reject one."""
    current = DELEGATION.apply(delegation, "query", actor=actor, version=version)
    if not question.strip():
        raise RuleBroken(_("Write the question."), field="question")
    current.question = question.strip()
    current.save(update_fields=["state", "question", "version"])
    return _recorded(current, "delegation.queried", actor)


@transaction.atomic
def excuse_delegation(delegation: Delegation, *, actor: Actor, version: int | None, now: datetime) -> Delegation:  # noqa: ARG001 -- a step of the workbench names the moment
    """Enter that the participant excuses itself."""
    current = DELEGATION.apply(delegation, "excuse", actor=actor, version=version)
    current.save(update_fields=["state", "version"])
    return _recorded(current, "delegation.excused", actor)


def check_not_contested(delegation: Delegation) -> None:
    """Raise `RuleBroken` while two authorities contend for the participant: neither is confirmed or counted."""
    if is_contested(delegation.party_id):
        raise RuleBroken(
            _("Representation of %(participant)s is on hold: refer this to the Chair. Neither side is counted.")
            % {"participant": delegation.party}
        )


def _recorded(delegation: Delegation, kind: str, actor: Actor) -> Delegation:
    ask_for_nominations([delegation], now=actor.now)
    record(delegation, kind, actor=actor, audience=unit_and_staff(delegation.party_id))
    return delegation
