"""What meetings ask, of whom and until when: the truth that requests are kept by."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from foundation.days import day_of, end_of, opening_of
from meetings.enums import ANNOUNCED, NOT_OVER, DelegationState, FollowUpState, MeetingState, Reach, SilenceState
from meetings.models import Delegation, FollowUp, Meeting, SilenceAddressee, SilenceProcedure
from notifications.models import Obligation
from notifications.models.ladders import AUTOMATIC_OFFICES
from notifications.selectors.subjects import these

NOMINATION = "meeting.nomination"
FOLLOW_UP_DUE = "followup.due"
SILENCE_WINDOW = "silence.window"
SILENCE_DECLARATION = "silence.declaration"
"""The Chair declares the outcome of a silence procedure."""
HANDOVER = "presidency.handover"
CHAIR = ("presidency_officer",)
STAFF = ("presidency_officer", "secretariat_officer")
AT_LEAST = timedelta(weeks=2)
"""How long a participant has to name its delegation, however late a meeting is convened."""


def nominations(subjects: Collection[UUID] | None) -> Iterator[Obligation]:
    """Whoever is invited to a meeting that is convened names its delegation; one sent back with a question, again."""
    rows = Delegation.objects.filter(
        state__in=[DelegationState.INVITED, DelegationState.QUERIED],
        meeting__state=MeetingState.CONVENED,
        meeting__begins_on__isnull=False,
    )
    for delegation in these(rows, subjects).select_related("party", "meeting__kind"):
        due_at = nomination_due(delegation.meeting)
        yield Obligation.of(
            delegation,
            NOMINATION,
            delegation.party,
            offices=AUTOMATIC_OFFICES,
            due_at=due_at,
            due_zone=delegation.meeting.time_zone,
        )


def nomination_due(meeting: Meeting) -> datetime:
    """So many weeks before as the kind of meeting says, two weeks after it was convened, and never past its opening."""
    first = meeting.begins_on
    if first is None:
        raise ValueError("A meeting without its first day asks for no delegation.")
    due = end_of(first - timedelta(weeks=meeting.kind.nomination_weeks), meeting.time_zone)
    if meeting.convened_at is not None:
        due = max(due, end_of(day_of(meeting.convened_at, meeting.time_zone) + AT_LEAST, meeting.time_zone))
    return min(due, opening_of(first, meeting.time_zone))


def silence_windows(subjects: Collection[UUID] | None) -> Iterator[Obligation]:
    """Whoever is asked under silence, can be reached and has not written: the window closes."""
    rows = SilenceAddressee.objects.filter(procedure__state=SilenceState.RUNNING).exclude(reach=Reach.ON_HOLD)
    if subjects is not None:
        rows = rows.filter(procedure__uuid__in=subjects)
    for one in rows.select_related("procedure", "party"):
        carried = one.procedure
        if carried.closes_at is not None:
            yield Obligation.of(
                carried,
                SILENCE_WINDOW,
                one.party,
                offices=AUTOMATIC_OFFICES,
                due_at=carried.closes_at,
                due_zone=carried.closes_zone,
            )


def declarations(subjects: Collection[UUID] | None) -> Iterator[Obligation]:
    """The outcome of silence is declared once its window has closed, and until then it may be ended."""
    rows = SilenceProcedure.objects.filter(state__in=[SilenceState.RUNNING, SilenceState.CLOSED])
    for one in these(rows, subjects):
        if one.closes_at is not None:
            yield Obligation.of(
                one, SILENCE_DECLARATION, None, offices=CHAIR, due_at=one.closes_at, due_zone=one.closes_zone
            )


def follow_ups(subjects: Collection[UUID] | None) -> Iterator[Obligation]:
    """What a meeting asked for by a day: of its owner, or of staff. Its owner reads an announced meeting."""
    open_ones = Q(state__in=[FollowUpState.OPEN, FollowUpState.IN_PROGRESS], due_on__isnull=False)
    rows = FollowUp.objects.filter(open_ones, decision__meeting__state__in=ANNOUNCED)
    for one in these(rows, subjects).select_related("owner", "decision__meeting"):
        zone = one.owner.time_zone if one.owner else one.decision.meeting.time_zone
        if one.due_on is not None:
            yield Obligation.of(
                one,
                FOLLOW_UP_DUE,
                one.owner,
                offices=AUTOMATIC_OFFICES if one.owner else STAFF,
                due_at=end_of(one.due_on, zone),
                due_zone=zone,
            )


def handovers(subjects: Collection[UUID] | None) -> Iterator[Obligation]:
    """The chair passes at a meeting: staff record it, by its last day."""
    rows = Meeting.objects.filter(hands_over__isnull=False, handover_recorded_at=None, state__in=NOT_OVER)
    for meeting in these(rows, subjects):
        last = meeting.ends_on or meeting.begins_on
        if last is not None:
            due_at = end_of(last, meeting.time_zone)
            yield Obligation.of(meeting, HANDOVER, None, offices=CHAIR, due_at=due_at, due_zone=meeting.time_zone)
