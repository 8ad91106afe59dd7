"""When things happen in the demonstration: counted from the day it is loaded, so that something is always due soon."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = "Europe/Paris"
WORKING = range(4)
"""Monday to Thursday: neither Friday and Saturday, nor Saturday and Sunday."""
EVENING, MORNING = time(17, 0), time(9, 30)


@dataclass(frozen=True)
class Moments:
    """Days before (negative) and after the day of loading."""

    today: date

    def day(self, offset: int) -> date:
        """A day."""
        return self.today + timedelta(days=offset)

    def working(self, offset: int) -> int:
        """The nearest offset, not nearer to today, of a day on which both Cairo and Brussels work."""
        while self.day(offset).weekday() not in WORKING:
            offset += 1 if offset > 0 else -1
        return offset

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
