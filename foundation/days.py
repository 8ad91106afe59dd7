"""A day becomes a moment on the clock of a zone: its beginning, its end, or the hour of opening; a moment, its day."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LAST, OPENING = time(23, 59), time(9)


def day_of(moment: datetime, zone: str) -> date:
    """The day it is there at that moment."""
    return moment.astimezone(ZoneInfo(zone)).date()


def beginning_of(day: date, zone: str) -> datetime:
    """Midnight, with which a day begins there: what waits until a day waits until then."""
    return datetime.combine(day, time(), ZoneInfo(zone))


def end_of(day: date, zone: str) -> datetime:
    """The last minute of a day there: what is asked until a day is asked until then."""
    return datetime.combine(day, LAST, ZoneInfo(zone))


def opening_of(day: date, zone: str) -> datetime:
    """The hour at which a meeting that begins on this day begins, where nobody has said another."""
    return datetime.combine(day, OPENING, ZoneInfo(zone))
