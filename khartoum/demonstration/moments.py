"""When things happen in the demonstration: counted from the day it is loaded, so that something is always due soon."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = "Europe/Paris"
EVENING, MORNING = time(17, 0), time(9, 30)


@dataclass(frozen=True)
class Moments:
    """Days before (negative) and after the day of loading."""

    today: date

    def day(self, offset: int) -> date:
        """A day."""
        return self.today + timedelta(days=offset)

    def morning(self, offset: int) -> datetime:
        """09:30 in Paris on that day, in UTC."""
        return self._at(offset, MORNING)

    def evening(self, offset: int) -> datetime:
        """17:00 in Paris on that day, in UTC: the hour at which rounds fall due."""
        return self._at(offset, EVENING)

    def _at(self, offset: int, hour: time) -> datetime:
        return in_paris(self.day(offset), hour)


def in_paris(day: date, hour: time) -> datetime:
    """That hour in Paris, in UTC."""
    return datetime.combine(day, hour, ZoneInfo(PARIS)).astimezone(UTC)
