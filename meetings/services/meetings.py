"""Meetings: planning, convening, that they took place, and the handover of the chair recorded at them."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.base import lock_seen, save_seen, take_up
from foundation.days import day_of
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.audience import PUBLIC, STAFF, Audience
from foundation.ledger.services import record
from foundation.related import Related
from foundation.search.services import refresh
from meetings.enums import ANNOUNCED, TOOK_PLACE
from meetings.models import Meeting
from meetings.models.corrections import Corrected
from meetings.permissions import can_plan_meeting, can_record_handover, is_handover_due
from meetings.services.asking import ask_at_meeting
from meetings.services.corrections import brings_others, differs, mark_alike, note_correction
from meetings.services.sittings import move_sittings, timetable
from meetings.signals import meeting_kind_changed
from meetings.workflow import MEETING
from parties.selectors import presidency_in_chair
from parties.services.chair import pass_the_chair

NOTED = {"id", "uuid", "version", "state", "convened_at", "concluded_at", "handover_recorded_at", "corrected_at"}
PLANNED = [
    field.attname
    for field in Meeting._meta.concrete_fields
    if field.attname not in NOTED and not field.attname.startswith("correction")
]
"""What a form says of a meeting, without what its steps note."""
BEGAN_BEFORE = _(
    "This meeting took place: give a first day that lies neither ahead nor after its record was concluded."
)

KIND_IS_KEPT = _("A decision of this meeting endorsed or reviewed a report: choose a kind of meeting that may do so.")


def readers_of(meeting: Meeting) -> Audience:
    """Plans are the workbench's, also when they come to nothing; what was convened is public."""
    return PUBLIC if meeting.state in ANNOUNCED or meeting.convened_at is not None else STAFF


NOT_BEGUN = _("This meeting has not begun yet.")
NOT_OVER = _("This meeting is not over yet.")


def local_day(meeting: Meeting, now: datetime) -> date:
    """The day it is at `now` where the meeting takes place."""
    return day_of(now, meeting.time_zone)


def has_begun(meeting: Meeting, now: datetime) -> bool:
    """Whether its first day has come, where it takes place; a meeting without days is taken to have begun."""
    return meeting.begins_on is None or meeting.begins_on <= local_day(meeting, now)


def is_over(meeting: Meeting, now: datetime) -> bool:
    """Whether its last day has come, where it takes place; a meeting without days is taken to be over."""
    last_day = meeting.ends_on or meeting.begins_on
    return last_day is None or last_day <= local_day(meeting, now)


@transaction.atomic
def save_meeting(
    meeting: Meeting, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> Meeting:
    """Save a meeting with its agenda, co-chairs and sittings; when its days move, the sittings move with them.

    Once its record is concluded every change is a correction, and says why. Raises `NotAllowed`, `StaleVersion`, a
    `BrokenConstraint`, or `RuleBroken` where a recorded handover would change or a sitting would lie outside the days.
    """
    stored = take_up(meeting, version=version, creating=creating)
    if not can_plan_meeting(made_again(actor), meeting):
        raise NotAllowed
    changes, before = related or Related(), timetable(stored)
    corrects = not creating and _corrects(meeting, stored, changes, now=actor.now)
    _check_first_day(meeting, stored, now=actor.now)
    _check_handover_kept(meeting, stored)
    _check_kind(meeting, stored)
    save_seen(meeting, version=version, creating=creating)
    meeting.moved_sittings = move_sittings(meeting, before, changes)
    changes.write(meeting)
    refresh([meeting, *meeting.agenda.all()])
    facts = {"sittings_moved": meeting.moved_sittings} if meeting.moved_sittings else {}
    changed = "meeting.corrected" if corrects else "meeting.changed"
    kind = "meeting.planned" if creating else changed
    ask_at_meeting(meeting, now=actor.now)
    record(meeting, kind, actor=actor, audience=readers_of(meeting), facts=facts)
    return meeting


def _corrects(meeting: Meeting, stored: Meeting, changes: Related, *, now: datetime) -> bool:
    """Whether a concluded record changes; items of the agenda and sittings are marked with it."""
    changed = differs(meeting, stored, PLANNED) or brings_others(stored, changes)
    corrects = note_correction(meeting, stored, meeting=stored, changed=changed, now=now)
    if corrects:
        mark_alike((child for _key, child in changes.children if isinstance(child, Corrected)), meeting)
    return corrects


def _check_first_day(meeting: Meeting, stored: Meeting, *, now: datetime) -> None:
    latest = local_day(meeting, stored.concluded_at or now)
    if stored.state in TOOK_PLACE and meeting.begins_on is not None and meeting.begins_on > latest:
        raise RuleBroken(BEGAN_BEFORE, field="begins_on")


def _check_handover_kept(meeting: Meeting, stored: Meeting) -> None:
    if stored.handover_recorded_at is not None and meeting.hands_over_id != stored.hands_over_id:
        raise RuleBroken(_("The handover is recorded already."), field="hands_over")


def _check_kind(meeting: Meeting, stored: Meeting) -> None:
    """What endorsed or reviewed a report stays a meeting that may; apps above say what else hangs on it."""
    if meeting.kind_id == stored.kind_id:
        return
    was, becomes = stored.kind, meeting.kind
    lost = Q(verb__is_endorsement=True) if was.may_endorse and not becomes.may_endorse else Q(pk=None)
    lost |= Q(verb__is_review=True) if was.may_review and not becomes.may_review else Q(pk=None)
    if stored.decisions.filter(lost).exists():
        raise RuleBroken(KIND_IS_KEPT, field="kind")
    meeting_kind_changed.send(Meeting, meeting=meeting)


@transaction.atomic
def convene_meeting(meeting: Meeting, *, actor: Actor, version: int | None, now: datetime) -> Meeting:
    """Announce a meeting: from now on it is public. It needs its first day (`convened_meeting_has_a_date`).

    Where nobody else is named, the Presidency in the chair chairs it.
    """
    return _convene(meeting, "convene", "meeting.convened", actor=actor, version=version, now=now)


@transaction.atomic
def reconvene_meeting(meeting: Meeting, *, actor: Actor, version: int | None, now: datetime) -> Meeting:
    """Announce a postponed meeting again, on the day that was entered for it."""
    return _convene(meeting, "reconvene", "meeting.reconvened", actor=actor, version=version, now=now)


@transaction.atomic
def hold_meeting(meeting: Meeting, *, actor: Actor, version: int | None, now: datetime) -> Meeting:
    """Record that it took place: not before its first day, in its own time zone."""
    current = MEETING.apply(meeting, "hold", actor=actor, version=version)
    if not has_begun(current, now):
        raise RuleBroken(NOT_BEGUN)
    return _saved(current, "meeting.held", actor)


@transaction.atomic
def conclude_meeting(meeting: Meeting, *, actor: Actor, version: int | None, now: datetime) -> Meeting:
    """Close the record, after the last day: its decisions become public."""
    current = MEETING.apply(meeting, "conclude", actor=actor, version=version)
    if not is_over(current, now):
        raise RuleBroken(NOT_OVER)
    current.concluded_at = now
    return _saved(current, "meeting.concluded", actor, "concluded_at")


@transaction.atomic
def postpone_meeting(meeting: Meeting, *, actor: Actor, version: int | None, now: datetime) -> Meeting:  # noqa: ARG001 -- a step of the workbench names the moment
    """Postpone it; it is convened again with a new day."""
    return _saved(MEETING.apply(meeting, "postpone", actor=actor, version=version), "meeting.postponed", actor)


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, actor: Actor, version: int | None, now: datetime) -> Meeting:  # noqa: ARG001 -- a step of the workbench names the moment
    """Cancel it; its record stays."""
    return _saved(MEETING.apply(meeting, "cancel", actor=actor, version=version), "meeting.cancelled", actor)


@transaction.atomic
def record_handover(
    meeting: Meeting, *, actor: Actor, version: int | None, now: datetime, on: date | None = None
) -> Meeting:
    """Record that the chair passed at this meeting: in this transaction it does (domain note, section 4).

    `on` is the day in the meeting's time zone, by default today or, later, its last day. Raises `StaleVersion`,
    `IllegalTransition` when it is recorded already or the meeting is not held, `NotAllowed`, or `RuleBroken`.
    """
    current = lock_seen(meeting, version=version)
    if current.hands_over is None:
        raise RuleBroken(_("Name the Presidency the chair passes to."), field="hands_over")
    if not is_handover_due(current):
        raise IllegalTransition
    if not can_record_handover(made_again(actor), current):
        raise NotAllowed
    day = _day_of_handover(current, on, local_day(current, now))
    current.handover_recorded_at = now
    current.version += 1
    current.save(update_fields=["handover_recorded_at", "version"])
    pass_the_chair(current.hands_over, actor=actor, on=day, now=now)
    ask_at_meeting(current, now=now)
    record(current, "meeting.handover_recorded", actor=actor, audience=PUBLIC, facts={"on": day.isoformat()})
    return current


def _day_of_handover(meeting: Meeting, on: date | None, today: date) -> date:
    first = meeting.begins_on or today
    last = min(meeting.ends_on or first, today)
    if on is not None and not first <= on <= last:
        raise RuleBroken(_("The chair passes on a day of the meeting, and not on one that is still ahead."), field="on")
    return on or last


def _convene(meeting: Meeting, step: str, kind: str, *, actor: Actor, version: int | None, now: datetime) -> Meeting:
    current = MEETING.apply(meeting, step, actor=actor, version=version)
    current.convened_at = now
    if current.chair_id is None:
        current.chair = presidency_in_chair()
    return _saved(current, kind, actor, "convened_at", "chair")


def _saved(meeting: Meeting, kind: str, actor: Actor, *fields: str) -> Meeting:
    meeting.save(update_fields=["state", "version", *fields])
    refresh([meeting, *meeting.agenda.all()])
    ask_at_meeting(meeting, now=actor.now)
    record(meeting, kind, actor=actor, audience=readers_of(meeting))
    return meeting
