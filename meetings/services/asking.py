"""Lets requests follow what happens to meetings and to who is invited; upper apps hear of it."""

from datetime import datetime

from meetings.models import Delegation, FollowUp, Meeting, SilenceProcedure
from meetings.selectors.asked import FOLLOW_UP_DUE, HANDOVER, NOMINATION, SILENCE_DECLARATION, SILENCE_WINDOW
from meetings.signals import meeting_moved
from notifications.services import keep_asked


def ask_at_meeting(meeting: Meeting, *, now: datetime) -> None:
    """Delegations are named, and a handover is recorded, by days that are counted from the meeting's."""
    invited = list(Delegation.objects.filter(meeting=meeting).values_list("uuid", flat=True))
    keep_asked(NOMINATION, invited, now=now, reason=str(meeting.state))
    keep_asked(HANDOVER, [meeting.uuid], now=now, reason=str(meeting.state))
    meeting_moved.send(Meeting, now=now)


def ask_for_nominations(delegations: list[Delegation], *, now: datetime) -> None:
    """Whoever is invited names its delegation."""
    reason = str(delegations[0].state) if delegations else ""
    keep_asked(NOMINATION, [delegation.uuid for delegation in delegations], now=now, reason=reason)


def ask_the_invited(*, now: datetime) -> None:
    """Others are invited, or as guests: what is read before a meeting is asked of whoever is invited to it."""
    meeting_moved.send(Meeting, now=now)


def ask_for_follow_up(follow_up: FollowUp, *, now: datetime) -> None:
    """What was decided is done by its day."""
    keep_asked(FOLLOW_UP_DUE, [follow_up.uuid], now=now, reason=str(follow_up.state))


def ask_under_silence(procedure: SilenceProcedure, *, now: datetime) -> None:
    """Whoever has something to say says it before the window closes, and the Chair declares what came of it."""
    for kind in (SILENCE_WINDOW, SILENCE_DECLARATION):
        keep_asked(kind, [procedure.uuid], now=now, reason=str(procedure.state))
    meeting_moved.send(Meeting, now=now)
