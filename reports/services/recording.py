"""Recording what a meeting did with a report: the act itself, who may record it, and its decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.errors import RuleBroken
from meetings.enums import MeetingState
from meetings.models import AgendaItem, Decision, Meeting, Verb
from meetings.services.decisions import record_decision
from parties.permissions import is_secretariat_officer

HELD = frozenset({MeetingState.HELD, MeetingState.CONCLUDED})


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


def check_recorder(act: MeetingAct, actor: Actor) -> None:
    """The Secretariat records on the Chair's instruction only, and says so. Raises `RuleBroken`."""
    if is_secretariat_officer(actor) and not act.on_instruction:
        raise RuleBroken(
            _("The Secretariat records this on the Chair's instruction only: mark it so."), field="on_instruction"
        )


def check_meeting(meeting: Meeting, *, power: str) -> None:
    """Raise `RuleBroken` unless the kind of meeting has the power (`may_endorse`, `may_review`) and it took place."""
    check_kind(meeting, power=power)
    if meeting.state not in HELD:
        raise RuleBroken(_("This meeting has not taken place yet."), field="meeting")


def check_kind(meeting: Meeting, *, power: str) -> None:
    """Raise `RuleBroken` unless this kind of meeting endorses, or reviews, reports."""
    if not getattr(meeting.kind, power):
        raise RuleBroken(_("A meeting of this kind does not do this."), field="meeting")


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
