"""Working time as the people of a participant keep it: their zone, their weekend, their national holidays.

Pure: no database. A calendar's key names what it is made of: "EG/Africa/Cairo/56" is Egypt, in the zone of Cairo, with
a weekend of Friday and Saturday.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import holidays

FIRST_YEAR = 2025
LAST_YEAR = 2030
YEARS_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Hours:
    """One working day: its local date, and when work begins and ends (UTC)."""

    day: date
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of one key, in order."""

    zone: ZoneInfo
    hours: Sequence[Hours]

    def first_from(self, day: date) -> Hours:
        """The first working day that is not before `day`. Raises `IndexError` after the last year."""
        return self.hours[bisect_left(self.hours, day, key=lambda one: one.day)]

    def last_before(self, moment: datetime) -> Hours:
        """The last working day that begins before `moment`. Raises `IndexError` before the first year."""
        at = bisect_left(self.hours, moment, key=lambda one: one.opens_at) - 1
        if at < 0:
            raise IndexError
        return self.hours[at]

    def is_open(self, moment: datetime) -> bool:
        """Whether people are at work."""
        at = bisect_right(self.hours, moment, key=lambda one: one.opens_at) - 1
        return at >= 0 and moment < self.hours[at].closes_at


def years(now: datetime) -> range:
    """The years that stand in the table: those of the plan, and always two ahead."""
    return range(FIRST_YEAR, max(LAST_YEAR, now.year + YEARS_AHEAD) + 1)


def calendar_of(key: str, wanted: range, *, opens: int, closes: int) -> Calendar:
    """The working days of a key, from `opens` to `closes` o'clock local time."""
    code, zone, weekend = parts(key)
    return Calendar(zone, _working(_country(code, zone.key), zone, weekend, wanted, (time(opens), time(closes))))


def parts(key: str) -> tuple[str, ZoneInfo, frozenset[int]]:
    """Code of the participant, zone, and the days of the weekend as ISO numbers."""
    code, _slash, rest = key.partition("/")
    zone, _slash, weekend = rest.rpartition("/")
    return code, ZoneInfo(zone), frozenset(int(day) for day in weekend)


@lru_cache(maxsize=64)
def _working(
    country: str | None, zone: ZoneInfo, weekend: frozenset[int], wanted: range, hours: tuple[time, time]
) -> tuple[Hours, ...]:
    """Kept while the process lives: whoever keeps the same holidays in the same zone shares them."""
    free = holidays.country_holidays(country, years=wanted) if country else {}
    found = []
    day, end = date(wanted.start, 1, 1), date(wanted.stop, 1, 1)
    while day < end:
        if day.isoweekday() not in weekend and day not in free:
            opens, closes = (datetime.combine(day, hour, zone).astimezone(UTC) for hour in hours)
            found.append(Hours(day, opens, closes))
        day += timedelta(days=1)
    return tuple(found)


def _country(code: str, zone: str) -> str | None:
    """Whose holidays are kept: a State's own; an organisation keeps those of its seat."""
    own, seat = code, _countries().get(zone)
    return next((one for one in (own, seat) if one in _with_holidays()), None)


@cache
def _with_holidays() -> frozenset[str]:
    return frozenset(holidays.list_supported_countries())


@cache
def _countries() -> dict[str, str]:
    """The country of each zone, as the zone database names it."""
    listed = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in listed.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}
