"""The right moment, for every participant, every change of its clocks and every step of the ladders, until 2030."""

import json
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import cycle, pairwise, product
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import pytest

import notifications.reference
import parties.reference
from foundation.outbox.models import Message
from notifications.calendars import calendar_of, years
from notifications.models import Ladder, LadderStep, Notice, WorkingDay
from notifications.moments import Rung, moment_of
from notifications.services.calendars import keep_calendars, refresh_calendars
from notifications.services.obligations import open_obligations
from notifications.services.sweep import sweep
from tests.factories.notifications import asked, request
from tests.factories.parties import PartyFactory, appoint, participant

WANTED = range(2025, 2031)
PARTICIPANTS = json.loads((Path(parties.reference.__file__).parent / "participants.json").read_text())["records"]
LADDERS = json.loads((Path(notifications.reference.__file__).parent / "ladders.json").read_text())["records"]
STEPS = sorted({(step["anchor"], step["days"]) for ladder in LADDERS for step in ladder["steps"]})


def key_of_party(party):
    return f"{party.code}/{party.time_zone}/{''.join(map(str, party.weekend_days))}"


def key_of(entry):
    return f"{entry['code']}/{entry['time_zones'][0]}/{''.join(map(str, entry['weekend_days']))}"


@cache
def calendar(key):
    return calendar_of(key, WANTED, opens=9, closes=17)


@cache
def changes(zone):
    """The local days on which the clocks of a zone change, and one ordinary day of each year."""
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(6 * 365)]
    at = [(day, datetime.combine(day, time(), ZoneInfo(zone)).utcoffset()) for day in days]
    found = [before for (before, first), (_day, second) in pairwise(at) if first != second]
    return [*found, *(date(year, 6, 17) for year in WANTED)]


def test_every_participant_has_its_zone_and_there_are_changes_of_clocks():
    assert len(PARTICIPANTS) >= 48
    assert sum(len(changes(entry["time_zones"][0])) for entry in PARTICIPANTS) > 48 * 6 + 300


@pytest.mark.parametrize("entry", PARTICIPANTS, ids=lambda entry: entry["code"])
def test_every_step_comes_in_working_hours_and_none_after_its_moment(entry):
    zone, own = ZoneInfo(entry["time_zones"][0]), calendar(key_of(entry))
    country = entry["code"] if entry["kind"] == "state" else None
    free = holidays.country_holidays(country, years=WANTED) if country else {}
    for anchor, offset in STEPS:
        for change in changes(zone.key):
            for shift, hour in ((-1, 23), (0, 2), (1, 12)):
                on = change + timedelta(days=shift - offset)
                if not date(2025, 3, 1) < on < date(2030, 12, 1) or not date(2025, 3, 1) < change < date(2030, 12, 1):
                    continue
                day = datetime.combine(on, time(hour, 59), zone).astimezone(UTC)
                opened, due = (day, day + timedelta(days=70)) if anchor == "opened" else (day - timedelta(days=70), day)

                moment = moment_of(Rung(anchor, offset), opened_at=opened, due_at=due, calendar=own)

                local = moment.astimezone(zone)
                assert (local.hour, local.minute) == (9, 0)
                assert local.isoweekday() not in entry["weekend_days"]
                assert local.date() not in free
                assert (moment > due) == (anchor == "due" and offset > 0)
                counted = on + timedelta(days=offset)
                assert local.date() <= counted or own.last_before(moment).day < counted


def test_a_step_before_the_date_is_never_past_it():
    egypt = calendar("EG/Africa/Cairo/56")
    due = datetime(2026, 4, 5, 5, tzinfo=UTC)
    """Sunday, 8 o'clock in Cairo: work has not begun, and the days before are the weekend."""

    moment = moment_of(Rung("due", -1), opened_at=due - timedelta(days=70), due_at=due, calendar=egypt)

    assert moment == datetime(2026, 4, 2, 7, tzinfo=UTC)


def test_an_organisation_keeps_the_holidays_of_its_seat():
    vienna = calendar("ICMPD/Europe/Vienna/67")

    days = {one.day for one in vienna.hours}
    assert date(2026, 10, 26) not in days
    assert date(2026, 10, 27) in days


@pytest.mark.parametrize("code", ["EG", "IE", "GR", "IGAD"])
@pytest.mark.django_db
def test_the_sweep_counts_as_the_rule_does(code):
    """`make fuzz` lives through every change with every participant (`test_clocks`)."""
    party = participant(code)
    appoint("focal_point", party)
    opened = datetime(2025, 3, 3, 8, 30, tzinfo=UTC)
    kinds = Ladder.objects.values_list("kind", flat=True)
    days = [day for day in changes(party.time_zone) if date(2025, 5, 10) < day < date(2030, 12, 1)]
    times = cycle([time(0, 59), time(9, 59), time(23, 59)])
    open_obligations(
        request(party, kind, f"{day}", due_at=datetime.combine(day, at, ZoneInfo(party.time_zone)), opened_at=opened)
        for (kind, day), at in zip(product(kinds, days), times, strict=False)
    )

    sweep(now=datetime(2031, 1, 15, 11, tzinfo=UTC))

    notices = Notice.objects.select_related("obligation", "step")
    own = calendar_of(key_of_party(party), years(datetime(2031, 1, 1, tzinfo=UTC)), opens=9, closes=17)
    ways = LadderStep.objects.filter(offices__contains=["focal_point"]).count()
    assert notices.count() == ways * len(days)
    for notice in notices:
        rung, asked_for = Rung(notice.step.anchor, notice.step.offset_days), notice.obligation
        moment = moment_of(rung, opened_at=asked_for.opened_at, due_at=asked_for.due_at, calendar=own)
        assert notice.moment == moment, (notice.step, asked_for.due_at)
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_calendars_are_brought_up_to_date_and_a_second_time_nothing_changes():
    now, key = datetime(2026, 3, 1, tzinfo=UTC), "EG/Africa/Cairo/56"
    refresh_calendars([key], now=now)
    rows = WorkingDay.objects.filter(calendar=key)
    first = list(rows.values_list("pk", "day", "opens_at"))
    rows.filter(day=date(2026, 3, 2)).delete()
    rows.filter(day=date(2026, 3, 3)).update(opens_at=datetime(2026, 3, 3, 1, tzinfo=UTC))
    friday = datetime(2026, 3, 6, 7, tzinfo=UTC)
    WorkingDay.objects.create(calendar=key, day=friday.date(), opens_at=friday, closes_at=friday + timedelta(hours=8))

    refresh_calendars([key], now=now)

    assert set(rows.values_list("day", "opens_at")) == {(day, opens) for _pk, day, opens in first}
    assert {day.year for _pk, day, _opens in first} == set(range(2025, 2031))


@pytest.mark.django_db
def test_calendars_reach_two_years_ahead_and_are_made_when_somebody_needs_one():
    party = PartyFactory(code="XX")
    asked(party, due_at=datetime(2031, 1, 1, tzinfo=UTC))

    assert keep_calendars(now=datetime(2030, 5, 1, tzinfo=UTC)) == 1
    assert keep_calendars(now=datetime(2030, 6, 1, tzinfo=UTC)) == 0
    assert WorkingDay.objects.filter(calendar="XX/UTC/").latest("day").day == date(2032, 12, 31)
