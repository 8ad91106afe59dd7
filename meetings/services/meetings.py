"""Meetings: planning, convening, that they took place, and the handover of the chair recorded at them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.base import lock, save_seen
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.audience import PUBLIC, STAFF, Audience
from foundation.ledger.services import record
from foundation.related import Related
from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.permissions import can_keep_record, can_plan_meeting, can_record_handover
from meetings.workflow import MEETING
from parties.services.chair import pass_the_chair


def readers_of(meeting: Meeting) -> Audience:
    """Plans are the workbench's, everything later is public."""
    return STAFF if meeting.state == MeetingState.PLANNED else PUBLIC


@transaction.atomic
def save_meeting(
    meeting: Meeting, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> Meeting:
    """Save a meeting with its agenda and co-chairs. Raises `NotAllowed`, `StaleVersion` or a `BrokenConstraint`."""
    if not (can_plan_meeting(actor, meeting) if creating else can_keep_record(actor, meeting)):
        raise NotAllowed
    save_seen(meeting, version=version, creating=creating)
    (related or Related()).write(meeting)
    record(meeting, "meeting.planned" if creating else "meeting.changed", actor=actor, audience=readers_of(meeting))
    return meeting


@transaction.atomic
def convene_meeting(meeting: Meeting, *, actor: Actor, version: int | None, now: datetime) -> Meeting:  # noqa: ARG001 -- a step of the workbench names the moment
    """Announce a meeting: from now on it is public. It needs its first day (`convened_meeting_has_a_date`)."""
    return _step(meeting, "convene", "meeting.convened", actor=actor, version=version)


@transaction.atomic
def hold_meeting(meeting: Meeting, *, actor: Actor, version: int | None, now: datetime) -> Meeting:
    """Record that it took place: not before its first day, in its own time zone."""
    if meeting.begins_on is not None and now.astimezone(ZoneInfo(meeting.time_zone)).date() < meeting.begins_on:
        raise RuleBroken(_("This meeting has not begun yet."))
    return _step(meeting, "hold", "meeting.held", actor=actor, version=version)


@transaction.atomic
def conclude_meeting(meeting: Meeting, *, actor: Actor, version: int | None, now: datetime) -> Meeting:  # noqa: ARG001 -- a step of the workbench names the moment
    """Close the record: its decisions become public."""
    return _step(meeting, "conclude", "meeting.concluded", actor=actor, version=version)


@transaction.atomic
def postpone_meeting(meeting: Meeting, *, actor: Actor, version: int | None, now: datetime) -> Meeting:  # noqa: ARG001 -- a step of the workbench names the moment
    """Postpone it; it is convened again with a new day."""
    return _step(meeting, "postpone", "meeting.postponed", actor=actor, version=version)


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, actor: Actor, version: int | None, now: datetime) -> Meeting:  # noqa: ARG001 -- a step of the workbench names the moment
    """Cancel it; its record stays."""
    return _step(meeting, "cancel", "meeting.cancelled", actor=actor, version=version)


@transaction.atomic
def record_handover(meeting: Meeting, *, actor: Actor, version: int | None, now: datetime) -> Meeting:
    """Record that the chair passed at this meeting: in this transaction it does (domain note, section 4).

    Raises `StaleVersion`, `NotAllowed`, `IllegalTransition` when it is recorded already, or `RuleBroken`.
    """
    current = lock(meeting)
    if version is not None and current.version != version:
        raise StaleVersion
    if current.handover_recorded_at is not None:
        raise IllegalTransition(_("The handover is recorded already."))
    if not can_record_handover(actor, current):
        raise NotAllowed
    if current.hands_over is None:
        raise RuleBroken(_("Name the Presidency the chair passes to."), field="hands_over")
    if current.state not in {MeetingState.HELD, MeetingState.CONCLUDED}:
        raise RuleBroken(_("This meeting has not taken place yet."))
    day = now.astimezone(ZoneInfo(current.time_zone)).date()
    current.handover_recorded_at = now
    current.version += 1
    current.save(update_fields=["handover_recorded_at", "version"])
    pass_the_chair(current.hands_over, actor=actor, on=current.ends_on or current.begins_on or day, now=now)
    record(current, "meeting.handover_recorded", actor=actor, audience=PUBLIC)
    return current


def _step(meeting: Meeting, step: str, kind: str, *, actor: Actor, version: int | None) -> Meeting:
    current = MEETING.apply(meeting, step, actor=actor, version=version)
    current.save(update_fields=["state", "version"])
    record(current, kind, actor=actor, audience=PUBLIC)
    return current
