"""What a sweep costs over a million requests, against one sequential scan of their table in the same round.

Each round is a day at work on a moved clock. That morning some more requests are asked of the participants of the
reference data, by the seeded ladder of contributions and with dates of their own; the rest of the table is what years
leave behind: half of it closed, half with steps that lie far ahead. A sweep is the whole of it: looking, notices,
mails, and when to look again. All is counted in seconds of CPU of both sides, on one connection.
`python -m pytest -s -m bench tests/bench/test_sweep.py` measures; SWEEP_TEN_MILLION=1 goes on to ten million.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from bench.effort import effort
from bench.figures import Figure
from foundation.outbox.models import Message
from notifications.models import Notice, Obligation, WorkingDay
from notifications.services.calendars import keep_calendars
from notifications.services.sweep import sweep
from parties.models import Party
from tests.factories.parties import appoint

MILLION, AT_ONCE = 1_000_000, 100_000
DUE, DATES = 500, 30
"""How many requests are due each morning, and on how many different days they themselves are due."""
PEOPLE = ("focal_point", "alternate")
ROUNDS = 9
BEGINS = datetime(2026, 3, 2, 10, tzinfo=UTC)
"""From here on, at an hour at which everybody may be at work."""

LEFT = """
INSERT INTO notifications_obligation (key, kind, subject_type, subject_uuid, party_id, offices, is_internal, due_at,
    due_zone, opened_at, closed_at, close_reason, closed_facts, next_step_at)
SELECT 'bench:' || n, k.kinds[1 + n %% cardinality(k.kinds)], 'parties.party', gen_random_uuid(),
    k.parties[1 + n %% cardinality(k.parties)], ARRAY['alternate', 'focal_point'], false,
    %(begins)s + make_interval(days => 400 + n %% 700), 'UTC', %(begins)s + make_interval(days => 330 + n %% 700),
    CASE WHEN n %% 2 = 0 THEN %(begins)s END, CASE WHEN n %% 2 = 0 THEN 'done' ELSE '' END, '{}',
    CASE WHEN n %% 2 = 1 THEN %(begins)s + make_interval(days => 330 + n %% 700) END
FROM generate_series(%(first)s, %(last)s) n, (SELECT
    (SELECT array_agg(kind) FROM notifications_ladder) AS kinds, (SELECT array_agg(id) FROM parties_party) AS parties) k
"""
REMEMBERED = """
INSERT INTO notifications_notice
    (uuid, obligation_id, step_id, recipient_id, office, due_at, moment, made_at, state, withdrawn_because)
SELECT gen_random_uuid(), o.id, s.id, m.user_id, 'focal_point', o.due_at, o.opened_at, o.opened_at, 'superseded', ''
FROM notifications_obligation o
JOIN LATERAL (SELECT m.user_id FROM parties_mandate m WHERE m.party_id = o.party_id ORDER BY m.id LIMIT 1) m ON true
JOIN LATERAL (SELECT s.id FROM notifications_ladderstep s JOIN notifications_ladder l ON l.id = s.ladder_id
    WHERE l.kind = o.kind ORDER BY s.id LIMIT 1) s ON true
WHERE o.id %% 8 = 0 AND o.closed_at IS NOT NULL ON CONFLICT DO NOTHING
"""
ASKED = """
INSERT INTO notifications_obligation (key, kind, subject_type, subject_uuid, party_id, offices, is_internal, due_at,
    due_zone, opened_at, close_reason, closed_facts, next_step_at)
SELECT 'bench:' || %(now)s || ':' || n, 'contribution.due', 'parties.party', gen_random_uuid(),
    p.parties[1 + n %% cardinality(p.parties)], ARRAY['alternate', 'focal_point'], false,
    %(now)s + make_interval(days => 70 + n %% %(dates)s), 'UTC', %(now)s, '', '{}', %(now)s
FROM generate_series(1, %(due)s) n, (SELECT array_agg(id) AS parties FROM parties_party) p
"""
WHICH = """
SELECT o.id FROM notifications_obligation o WHERE o.closed_at IS NULL AND o.next_step_at <= %(now)s
ORDER BY o.next_step_at, o.id
"""
SCANNED = ("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan", "max_parallel_workers_per_gather")
"""Switched off, and the only way left is to read the table from its beginning to its end, by one process."""
LEFT_THE_HOUSE = ("UPDATE outbox_message SET state = 'leased' WHERE state = 'queued'",
    "UPDATE outbox_message SET state = 'sent', sent_at = %(now)s WHERE state = 'leased'")  # fmt: skip


@dataclass(frozen=True)
class Morning:
    """Seconds of each arm, and what the first sweep made."""

    took: dict[str, float]
    notices: int
    mails: int


def run(statement: str, **given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall() if cursor.description else []


def people() -> None:
    """A focal point and an alternate of every participant."""
    for party in Party.objects.all():
        for office in PEOPLE:
            appoint(office, party)


def fill(first: int, last: int) -> None:
    """What years leave behind, up to so many requests; of each eighth one notice."""
    for at in range(first, last + 1, AT_ONCE):
        run(LEFT, begins=BEGINS, first=at, last=min(at + AT_ONCE - 1, last))
    run(REMEMBERED)
    run("ANALYZE")


def days_at_work() -> Iterator[datetime]:
    """Moments, each on a day of its own, at which everybody is at work; their calendars are in the table from then."""
    keep_calendars(now=BEGINS)
    calendars = WorkingDay.objects.values("calendar").distinct().count()
    for more in range(400):
        now = BEGINS + timedelta(days=more)
        if WorkingDay.objects.filter(opens_at__lte=now, closes_at__gt=now).count() == calendars:
            yield now


def scanned(now: datetime) -> list[tuple[int]]:
    """What is due, found by one sequential scan."""
    with transaction.atomic():
        for way in SCANNED:
            run(f"SET LOCAL {way} = 0")
        return run(WHICH, now=now)


def morning(now: datetime, *, backwards: bool) -> Morning:
    """One round: the readings in turn before anything is made, then the sweep, and the sweep once more."""
    run(ASKED, now=now, due=DUE, dates=DATES)
    found, read = run(WHICH, now=now), scanned(now)
    assert len(found) == DUE, "all that was asked today is due, and nothing else"
    assert found == read, "both arms find the same"
    notices, mails = Notice.objects.count(), Message.objects.count()
    readings: dict[str, Callable[[], Any]] = {"scan": lambda: scanned(now), "find": lambda: run(WHICH, now=now)}
    took = {name: effort(readings[name]) for name in sorted(readings, reverse=backwards)}
    took["first"] = effort(lambda: sweep(now=now))
    made = Morning(took, Notice.objects.count() - notices, Message.objects.count() - mails)
    for statement in LEFT_THE_HOUSE:
        run(statement, now=now)
    took["repeat"] = effort(lambda: sweep(now=now))
    took["scan again"] = effort(lambda: scanned(now))
    assert made.notices == DUE * len(PEOPLE), "everybody was told of everything"
    assert made.mails == len(Party.objects.all()) * len(PEOPLE), "in one digest each"
    assert Notice.objects.count() == notices + made.notices, "once"
    Obligation.objects.filter(opened_at=now).update(closed_at=now, close_reason="done", next_step_at=None)
    return made


def mornings(days: Iterator[datetime], rounds: int = ROUNDS) -> list[Morning]:
    """Rounds without the first, which warms up."""
    return [morning(next(days), backwards=bool(number % 2)) for number in range(rounds + 1)][1:]


def scan_of(one: Morning) -> float:
    """Of the two scans of a round, one before and one after the sweeps, the mean."""
    return (one.took["scan"] + one.took["scan again"]) / 2


def measure(*, ten_million: bool = False) -> list[Figure]:
    """The figures of the contract, on an empty database with the reference data."""
    people()
    fill(1, MILLION)
    days = days_at_work()
    million = mornings(days)

    def figure(name: str, arm: str, goal: float) -> Figure:
        return Figure(
            f"{name} / one sequential scan of a million", tuple(m.took[arm] / scan_of(m) for m in million), goal
        )

    told = f"{DUE} due, {million[0].notices} reminders in {million[0].mails} mails"
    figures = [
        figure(f"first sweep ({told})", "first", 3),
        figure("sweep repeated, when the mails have left", "repeat", 0.7),
        figure("finding what is due", "find", 0.1),
    ]
    return [*figures, _at_ten_million(million, days)] if ten_million else figures


def _at_ten_million(million: list[Morning], days: Iterator[datetime]) -> Figure:
    """The table cannot be both at once: each round at ten million is compared with the median one at a million."""
    each = sorted(one.took["first"] / one.notices for one in million)[len(million) // 2]
    fill(MILLION + 1, 10 * MILLION)
    ratios = tuple(one.took["first"] / one.notices / each for one in mornings(days))
    return Figure("cost of a reminder at ten million / at a million", ratios, 1.5)
