"""Recording what a meeting did with a report: the act itself, who may record it, and its decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.base import lock
from foundation.errors import NotAllowed, RuleBroken, Sentence
from meetings.enums import CALLED_OFF, MeetingState
from meetings.models import AgendaItem, Decision, Meeting, Verb
from meetings.services.decisions import record_decision
from meetings.services.meetings import NOT_BEGUN, has_begun, local_day
from meetings.services.on_record import RECORD_IS_CONCLUDED
from parties.permissions import is_secretariat_officer
from reports.models import ConsolidatedReport
from reports.permissions.consolidated import can_record

WRONG_KIND = _("A meeting of this kind does not do this.")


@dataclass(frozen=True)
class MeetingAct:
    """What a meeting did, as an officer records it: its verb, and the decision that says so in its words."""

    meeting: Meeting
    verb: Verb
    number: str
    """The decision's number in the meeting's own record."""
    decided_on: date
    text: Mapping[str, str]
    """The decision by language."""
    agenda_item: AgendaItem | None = None
    on_instruction: bool = False
    """Recorded by the Secretariat on the Chair's instruction."""


def check_act(
    act: MeetingAct,
    report: ConsolidatedReport,
    *,
    power: str,
    actor: Actor,
    now: datetime,
    tabled_at: datetime | None = None,
) -> None:
    """Hold the meeting as it stands now, and ask the right again of whoever waited for it: the chair may have passed.

    The caller holds the report. Raises `NotAllowed`, or `RuleBroken` as `check_recorder` and `check_meeting` do.
    """
    meeting = lock(act.meeting)
    if not can_record(made_again(actor), report):
        raise NotAllowed
    check_recorder(act, actor)
    check_meeting(meeting, power=power, now=now, tabled_at=tabled_at)


def check_recorder(act: MeetingAct, actor: Actor) -> None:
    """The Secretariat records on the Chair's instruction only, and says so. Raises `RuleBroken`."""
    if is_secretariat_officer(actor) and not act.on_instruction:
        raise RuleBroken(
            _("The Secretariat records this on the Chair's instruction only: mark it so."), field="on_instruction"
        )


def check_meeting(meeting: Meeting, *, power: str, now: datetime, tabled_at: datetime | None = None) -> None:
    """Raise `RuleBroken` unless the kind of meeting has the power (`may_endorse`, `may_review`) and its record is open.

    With `tabled_at`, the text came to it then: a meeting that was over before cannot have dealt with it.
    """
    check_kind(meeting, power=power)
    refused = why_not_recorded(meeting, now=now, tabled_at=tabled_at)
    if refused is not None:
        raise RuleBroken(refused, field="meeting")


def why_not_recorded(meeting: Meeting, *, now: datetime, tabled_at: datetime | None = None) -> Sentence | None:
    """Why nothing can be recorded at this meeting; None where it can."""
    off = why_not_addressed(meeting)
    if off is not None:
        return off
    if meeting.state != MeetingState.HELD:
        begun = meeting.begins_on is not None and has_begun(meeting, now)
        return _("Record first that this meeting took place.") if begun else NOT_BEGUN
    last = meeting.ends_on or meeting.begins_on
    if tabled_at is not None and last is not None and last < local_day(meeting, tabled_at):
        return _("This meeting ended before the text was tabled.")
    return None


def why_not_addressed(meeting: Meeting) -> Sentence | None:
    """Why nothing can be sent to this meeting any more; None where it can."""
    if meeting.state in CALLED_OFF:
        return _("This meeting is not taking place.")
    return RECORD_IS_CONCLUDED if meeting.state == MeetingState.CONCLUDED else None


def check_kind(meeting: Meeting, *, power: str, field: str = "meeting") -> None:
    """Raise `RuleBroken` unless this kind of meeting endorses, or reviews, reports."""
    if not getattr(meeting.kind, power):
        raise RuleBroken(WRONG_KIND, field=field)


def decide(act: MeetingAct, *, actor: Actor, now: datetime) -> Decision:
    """Enter the decision in the record of the meeting."""
    return record_decision(
        act.meeting,
        number=act.number,
        verb=act.verb,
        text=act.text,
        decided_on=act.decided_on,
        agenda_item=act.agenda_item,
        actor=actor,
        now=now,
    )


def recorded(act: MeetingAct, *, actor: Actor, now: datetime) -> dict[str, object]:
    """The columns that endorsements and reviews share; the decision is entered on the way."""
    return {
        "meeting": act.meeting,
        "verb": act.verb,
        "decision": decide(act, actor=actor, now=now),
        "recorded_at": now,
        "on_instruction": is_secretariat_officer(actor),
    }
