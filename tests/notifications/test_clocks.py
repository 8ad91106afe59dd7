"""Lived through on a moved clock: every change of clocks, with every participant it concerns and every step there is.

What is expected is counted here day by day from zones, weekends and holidays, and by nothing of the product's.
"""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count, pairwise
from zoneinfo import ZoneInfo

import holidays
import pytest
from django.db.models import Min

from foundation.outbox.models import Message
from notifications.models import LadderStep, Notice, Obligation
from notifications.services.obligations import open_obligations
from notifications.services.sweep import sweep
from parties.models import Party
from tests.factories.notifications import LadderFactory, request
from tests.factories.parties import appoint

pytestmark = pytest.mark.django_db
YEARS = range(2025, 2031)
OPENS, CLOSES, A_DAY = time(9), time(17), timedelta(days=1)
AT = ((-1, time(23, 59)), (0, time(2, 59)), (1, time(12, 59)))
"""The day from the change on which a step is counted, and the local time of what it is counted from."""
FEW = ["DE", "EG"]
"""One with the clocks of most, and Egypt with its own rule and weekend."""


@cache
def changes(zone):
    """The local days on which the clocks change, within the years that are counted with their weeks around."""
    days = [date(2025, 1, 1) + n * A_DAY for n in range(6 * 365 + 1)]
    at = [(day, datetime.combine(day, time(), ZoneInfo(zone)).utcoffset()) for day in days]
    return {before for (before, first), (_day, second) in pairwise(at) if first != second}


@cache
def free_days(code):
    return holidays.country_holidays(code, years=[*YEARS, 2031])


def is_at_work(party, day):
    is_free = party.kind == "state" and day in free_days(party.code)
    return day.isoweekday() not in party.weekend_days and not is_free


def expected(step, asked, party):
    """The first opening on the day that is counted or after it; where that comes too late, the last one before."""
    zone = ZoneInfo(party.time_zone)
    from_day = (asked.opened_at if step.anchor == "opened" else asked.due_at).astimezone(zone).date()
    days = count(0)
    first = next(day for n in days if is_at_work(party, day := from_day + (step.offset_days + n) * A_DAY))
    opening = datetime.combine(first, OPENS, zone).astimezone(UTC)
    if opening < asked.due_at or (step.anchor == "due" and step.offset_days > 0):
        return opening
    due = asked.due_at.astimezone(zone)
    back = count(0 if due.time() > OPENS else 1)
    last = next(day for n in back if is_at_work(party, day := due.date() - n * A_DAY))
    return datetime.combine(last, OPENS, zone).astimezone(UTC)


def next_opening(moment, party):
    """Until then a mail may wait that comes a few hours after another, or of a request that was made that afternoon."""
    zone = ZoneInfo(party.time_zone)
    day = moment.astimezone(zone).date()
    following = next(later for n in count(1) if is_at_work(party, later := day + n * A_DAY))
    return datetime.combine(following, OPENS, zone).astimezone(UTC)


def each_step_alone():
    """A ladder for every step of the house, so that no other step takes its place; by its kind."""
    steps = {}
    for number, step in enumerate(LadderStep.objects.filter(ladder__is_used=True, is_used=True)):
        step.pk, step.ladder = None, LadderFactory(kind=f"clock.{number}")
        step.uuid = LadderStep().uuid
        step.save(force_insert=True)
        steps[step.ladder.kind] = step
    return steps


def staff(parties, steps):
    """Somebody in every office that a step reaches."""
    for party in parties:
        for office in sorted({office for step in steps.values() for office in step.offices}):
            appoint(office, party)


def asked_around(day, party, steps, turn):
    """One request for each step, which is counted so that the step falls on the change, or on a day beside it."""
    zone = ZoneInfo(party.time_zone)
    for number, (kind, step) in enumerate(steps.items()):
        shift, hour = AT[(number + turn) % len(AT)]
        anchor = datetime.combine(day + (shift - step.offset_days) * A_DAY, hour, zone).astimezone(UTC)
        is_opened = step.anchor == "opened"
        opened_at = anchor if is_opened else anchor - timedelta(days=100)
        yield request(
            party, kind, f"{day}", due_at=anchor + timedelta(days=100) if is_opened else anchor, opened_at=opened_at
        )


def live_through(day):
    """Sweep whenever a request says it is to be looked at, from some days before the change to a fortnight after."""
    at, end = (datetime.combine(day, time(), UTC) + shift * A_DAY for shift in (-9, 14))
    while at is not None and at < end:
        sweep(now=at)
        at = Obligation.objects.open().aggregate(at=Min("next_step_at"))["at"]


def check(made, steps, parties):
    for notice in made:
        party, step, asked = parties[notice.obligation.party_id], steps[notice.obligation.kind], notice.obligation
        local = notice.made_at.astimezone(ZoneInfo(party.time_zone))
        said = (party.code, step.anchor, step.offset_days, asked.due_at, local)
        if notice.state == "queued":
            assert OPENS <= local.time() < CLOSES, said
            assert is_at_work(party, local.date()), said
            assert notice.message_id is not None, said
        assert (notice.made_at > asked.due_at) == (step.anchor == "due" and step.offset_days > 0), said
        if party.kind == "state":
            assert notice.moment == expected(step, asked, party), said
            assert notice.moment <= notice.made_at <= next_opening(notice.moment, party), said


def live(codes, years):
    """All of it for these participants in these years; how many requests there were."""
    parties = {party.pk: party for party in Party.objects.filter(code__in=codes)}
    steps = each_step_alone()
    staff(parties.values(), steps)
    concerned = defaultdict(list)
    for party in parties.values():
        for day in changes(party.time_zone):
            if day.year in years:
                concerned[day].append(party)
    number = 0
    for turn, day in enumerate(sorted(concerned)):
        rows = [row for n, party in enumerate(concerned[day]) for row in asked_around(day, party, steps, n + turn)]
        open_obligations(rows)
        live_through(day)

        made = list(Notice.objects.filter(obligation__key__in=[row.key for row in rows]).select_related("obligation"))
        told = defaultdict(set)
        for notice in made:
            assert notice.recipient_id not in told[notice.obligation.key]
            assert notice.office in steps[notice.obligation.kind].offices
            told[notice.obligation.key].add(notice.recipient_id)
        assert {key: len(people) for key, people in told.items()} == {
            row.key: len(steps[row.kind].offices) for row in rows
        }
        assert {notice.state for notice in made} <= {"queued", "shown", "prepared"}
        check(made, steps, parties)
        put_away(day)
        number += len(rows)
    return number


def put_away(day):
    """What was asked is answered, and the mails have left."""
    Obligation.objects.open().update(closed_at=datetime.combine(day, time(), UTC), close_reason="done")
    Message.objects.filter(state="queued").update(state="leased")
    Message.objects.filter(state="leased").update(state="sent")


@pytest.mark.parametrize("code", FEW)
def test_a_participant_lives_through_the_changes_of_a_year(code):
    assert live([code], [2026]) == 2 * LadderStep.objects.filter(ladder__kind__startswith="clock.").count()


@pytest.mark.fuzz
@pytest.mark.parametrize("year", YEARS)
def test_every_participant_lives_through_every_change(year):
    everybody = list(Party.objects.values_list("code", flat=True))

    assert len(everybody) >= 48
    assert live(everybody, [year]) > 48 * 40
