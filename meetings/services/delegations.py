"""Delegations: who is invited, named, confirmed, and who was present."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from foundation.actors import Actor
from foundation.base import lock, touch
from foundation.errors import NotAllowed, StaleVersion
from foundation.ledger.audience import PUBLIC, unit_and_staff
from foundation.ledger.services import record
from meetings.enums import MeetingState, Presence
from meetings.models import Delegate, Delegation, Meeting
from meetings.permissions import can_invite, can_keep_record
from meetings.workflow import DELEGATION
from parties.enums import ParticipationStatus
from parties.models import Participation

OPEN_TO_INVITATIONS = (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.POSTPONED)


@transaction.atomic
def invite_delegations(meeting: Meeting, *, actor: Actor, version: int | None, now: datetime) -> list[Delegation]:
    """Invite every participant of the meeting's body that is to be invited; who counts in n of N is fixed now.

    Those invited already stay as they are. Raises `NotAllowed`, `StaleVersion` or `IllegalTransition`.
    """
    if not can_invite(actor):
        raise NotAllowed
    touch(meeting, version=version, states=OPEN_TO_INVITATIONS)
    invited = set(meeting.delegations.values_list("party", flat=True))
    new = [
        Delegation(
            meeting=meeting,
            party_id=participation.party_id,
            counts_in_n=participation.counts_in_n,
            is_guest=participation.status == ParticipationStatus.GUEST,
        )
        for participation in to_invite(meeting, meeting.begins_on or now.date())
        if participation.party_id not in invited
    ]
    made = Delegation.objects.bulk_create(new)
    record(meeting, "meeting.delegations_invited", actor=actor, audience=PUBLIC, facts={"count": len(made)})
    return made


def to_invite(meeting: Meeting, day: date) -> "list[Participation]":
    """The participations in the meeting's body, on its day, whose switch says *invited*."""
    in_force = (Q(begins_on=None) | Q(begins_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gt=day))
    rows = Participation.objects.filter(in_force, body=meeting.kind.body_id, is_invited=True)
    return list(rows.exclude(status=ParticipationStatus.NOT_PARTICIPATING).order_by("party__sort_en", F("pk")))


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
    """Name the head of a delegation, on the strength of its letter or by the participant itself."""
    current = DELEGATION.apply(delegation, "nominate", actor=actor, version=version)
    current.letter_number = letter_number
    current.save(update_fields=["state", "letter_number", "version"])
    Delegate.objects.filter(delegation=current, is_head=True).update(is_head=False)
    Delegate.objects.create(delegation=current, full_name=head, position=position, is_head=True)
    return _recorded(current, "delegation.nominated", actor)


@transaction.atomic
def confirm_delegation(delegation: Delegation, *, actor: Actor, version: int | None, now: datetime) -> Delegation:  # noqa: ARG001 -- a step of the workbench names the moment
    """Confirm a nomination."""
    return _step(delegation, "confirm", "delegation.confirmed", actor=actor, version=version)


@transaction.atomic
def query_delegation(delegation: Delegation, *, actor: Actor, version: int | None, now: datetime) -> Delegation:  # noqa: ARG001 -- a step of the workbench names the moment
    """Send a nomination back with a question; staff never reject one."""
    return _step(delegation, "query", "delegation.queried", actor=actor, version=version)


@transaction.atomic
def excuse_delegation(delegation: Delegation, *, actor: Actor, version: int | None, now: datetime) -> Delegation:  # noqa: ARG001 -- a step of the workbench names the moment
    """Enter that the participant excuses itself."""
    return _step(delegation, "excuse", "delegation.excused", actor=actor, version=version)


@transaction.atomic
def record_presence(
    meeting: Meeting, presence: Mapping[int, Presence], *, actor: Actor, version: int | None
) -> Meeting:
    """Record which delegations were present, by the delegation's key. Presence counts participants, not people."""
    if not can_keep_record(actor, meeting):
        raise NotAllowed
    touch(meeting, version=version, states=[MeetingState.CONVENED, MeetingState.HELD])
    for delegation in meeting.delegations.filter(pk__in=presence).order_by("pk"):
        delegation.presence = presence[delegation.pk]
        delegation.version += 1
        delegation.save(update_fields=["presence", "version"])
    record(meeting, "meeting.presence_recorded", actor=actor, audience=PUBLIC, facts={"count": len(presence)})
    return meeting


@transaction.atomic
def set_presence(
    delegation: Delegation,
    *,
    presence: Presence,
    actor: Actor,
    version: int | None,
    now: datetime,  # noqa: ARG001 -- a step of the workbench names the moment
) -> Delegation:
    """Record the presence of one delegation."""
    current = lock(delegation)
    if version is not None and current.version != version:
        raise StaleVersion
    if not can_keep_record(actor, current.meeting):
        raise NotAllowed
    current.presence = presence
    current.version += 1
    current.save(update_fields=["presence", "version"])
    return _recorded(current, "delegation.presence_recorded", actor)


def _step(delegation: Delegation, step: str, kind: str, *, actor: Actor, version: int | None) -> Delegation:
    current = DELEGATION.apply(delegation, step, actor=actor, version=version)
    current.save(update_fields=["state", "version"])
    return _recorded(current, kind, actor)


def _recorded(delegation: Delegation, kind: str, actor: Actor) -> Delegation:
    record(delegation, kind, actor=actor, audience=unit_and_staff(delegation.party_id))
    return delegation
