"""What a ladder would do, before it is saved: the sweep itself, moment for moment, in a transaction that is undone.

Requests are asked again as copies, so that nobody waits for the rows of those that stand.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Min, Q

from notifications.enums import NoticeState
from notifications.models import Ladder, LadderStep, Notice, Obligation, Pause
from notifications.selectors.people import CALENDAR_OF_NOTICES, OFFICES_HELD
from notifications.services.calendars import keep_calendars
from notifications.services.ladders import prepare
from notifications.services.sweep import make_due

HORIZON = timedelta(days=400)
"""After the date no step lies further away."""
REMEMBERED_AS = {NoticeState.SENT: NoticeState.QUEUED, NoticeState.WITHDRAWN: NoticeState.SUPERSEDED}
"""A notice that was made is copied in a state that a row may begin in."""
COPIED = ("subject_type", "subject_uuid", "party_id", "authority_id", "offices", "due_at", "due_zone", "opened_at")


@dataclass(frozen=True, slots=True)
class Course:
    """What the sweep made of requests from `begins_at` (UTC) on.

    `calendars` by the key of a notice, `held` (offices that somebody holds) by that of a request; `reached` are the
    offices to which any step in use goes.
    """

    begins_at: datetime
    requests: Sequence[Obligation]
    notices: Sequence[Notice]
    pauses: Sequence[Pause]
    calendars: Mapping[int, str]
    held: Mapping[int, frozenset[str]]
    reached: frozenset[str]


@transaction.atomic
def simulate(
    ladder: Ladder, *, changed: Iterable[LadderStep], requests: Sequence[Obligation], begins_at: datetime
) -> Course:
    """The course of these requests (stored or not) with the ladder in use and its steps changed so, or added to.

    Nothing is written. Raises `RuleBroken` for steps that could not be saved.
    """
    Ladder.objects.filter(pk=ladder.pk).update(is_used=True)
    for step in changed:
        prepare(step)
        step.save()
    copies = [_copy(request, ladder.kind) for request in requests]
    Obligation.objects.bulk_create(copies)
    remembered = _remember({one.pk: copy for one, copy in zip(requests, copies, strict=True) if one.pk})
    keep_calendars(now=begins_at)
    _run([copy.pk for copy in copies], begins_at)
    course = _course(copies, remembered, begins_at)
    transaction.set_rollback(True)
    return course


def _copy(request: Obligation, kind: str) -> Obligation:
    rest = {column: getattr(request, column) for column in COPIED}
    begins = {"next_step_at": request.opened_at, "waits_until": request.waits_until}
    return Obligation(key=f"trial:{uuid4()}", kind=kind, **rest, **begins)


def _remember(copy_of: Mapping[int, Obligation]) -> list[int]:
    """What was said of the stored requests, and the pauses they wait under, are those of their copies too."""
    notices = [
        Notice(
            obligation=copy_of[one.obligation_id],
            state=REMEMBERED_AS.get(NoticeState(one.state), one.state),
            **{name: getattr(one, name) for name in ("step", "recipient", "office", "due_at", "moment", "made_at")},
            message_id=one.message_id,
        )
        for one in Notice.objects.filter(obligation__in=copy_of).select_related("step", "recipient")
    ]
    pauses = [
        Pause(obligation=copy_of[one.obligation_id], party_id=one.party_id, reason=one.reason, **_period(one))
        for one in Pause.objects.filter(obligation__in=copy_of)
        if one.obligation_id is not None
    ]
    Pause.objects.bulk_create(pauses)
    return [notice.pk for notice in Notice.objects.bulk_create(notices)]


def _period(pause: Pause) -> dict[str, datetime | None]:
    return {"since": pause.since, "until": pause.until, "ended_at": pause.ended_at}


def _run(asked: Sequence[int], begins_at: datetime) -> None:
    """Sweep whenever one of these says it is to be looked at."""
    rows = Obligation.objects.filter(pk__in=asked)
    at: datetime | None = begins_at
    while at is not None and at < begins_at + 2 * HORIZON:
        make_due(now=at, these=asked)
        at = rows.aggregate(at=Min("next_step_at"))["at"]


def _course(copies: Sequence[Obligation], remembered: Sequence[int], begins_at: datetime) -> Course:
    keys = [copy.pk for copy in copies]
    made = Notice.objects.filter(obligation__in=keys).exclude(pk__in=remembered)
    told = made.select_related("obligation__party", "step", "recipient", "message").order_by("made_at", "pk")
    waiting = Pause.objects.filter(Q(obligation=None) | Q(obligation__in=keys), ended_at=None)
    with connection.cursor() as cursor:
        cursor.execute(CALENDAR_OF_NOTICES, {"these": keys})
        calendars = dict(cursor.fetchall())
        cursor.execute(OFFICES_HELD, {"these": keys, "now": begins_at})
        held = {key: frozenset(offices) for key, offices in cursor.fetchall()}
    pauses = waiting.filter(party__in={copy.party_id for copy in copies})
    steps = LadderStep.objects.filter(ladder__kind__in={copy.kind for copy in copies}, is_used=True)
    reached = frozenset(office for offices in steps.values_list("offices", flat=True) for office in offices)
    return Course(begins_at, copies, list(told), list(pauses), calendars, held, reached)
