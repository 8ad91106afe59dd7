"""Keeps the working days of every calendar that somebody lives by. Safe to repeat: a second run changes nothing."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from notifications.calendars import Calendar, calendar_of, years
from notifications.selectors.people import calendars

GONE = "DELETE FROM notifications_workingday WHERE calendar = %(calendar)s AND day <> ALL (%(days)s::date[])"
BROUGHT = """
    INSERT INTO notifications_workingday AS stands (calendar, day, opens_at, closes_at)
    SELECT %(calendar)s, w.day, w.opens_at, w.closes_at
    FROM unnest(%(days)s::date[], %(opens)s::timestamptz[], %(closes)s::timestamptz[]) w (day, opens_at, closes_at)
    ON CONFLICT (calendar, day) DO UPDATE SET opens_at = excluded.opens_at, closes_at = excluded.closes_at
    WHERE (stands.opens_at, stands.closes_at) IS DISTINCT FROM (excluded.opens_at, excluded.closes_at)
"""


def keep_calendars(*, now: datetime) -> int:
    """Work out the calendars that are wanted and not in the table up to the last year; how many there were.

    Asked before each sweep: somebody whose zone nobody had before is not left without reminders.
    """
    last = date(years(now)[-1], 12, 1)
    asked = f"""
        SELECT wanted.calendar FROM ({calendars(only_asked=True)}) wanted WHERE NOT EXISTS (
            SELECT 1 FROM notifications_workingday w WHERE w.calendar = wanted.calendar AND w.day >= %(last)s OFFSET 0)
    """  # noqa: S608 -- made of our own constants
    with connection.cursor() as cursor:
        cursor.execute(asked, {"last": last})
        wanted = [key for (key,) in cursor.fetchall()]
    return refresh_calendars(wanted, now=now)


def refresh_all(*, now: datetime) -> int:
    """Work out anew every calendar that is wanted: holidays and zones change with their libraries."""
    with connection.cursor() as cursor:
        cursor.execute(calendars(only_asked=False))
        return refresh_calendars([key for (key,) in cursor.fetchall()], now=now)


def refresh_calendars(keys: Iterable[str], *, now: datetime) -> int:
    """Bring these calendars into the table, in the order of their keys; how many."""
    wanted = sorted(keys)
    for key in wanted:
        hours = {"opens": settings.REMINDERS_FROM_HOUR, "closes": settings.REMINDERS_TO_HOUR}
        _bring(key, calendar_of(key, years(now), **hours))
    return len(wanted)


@transaction.atomic
def _bring(key: str, calendar: Calendar) -> None:
    """Write what differs, and take away days on which nobody works any more: two statements, however many days."""
    given: dict[str, Any] = {
        "calendar": key,
        "days": [one.day for one in calendar.hours],
        "opens": [one.opens_at for one in calendar.hours],
        "closes": [one.closes_at for one in calendar.hours],
    }
    with connection.cursor() as cursor:
        cursor.execute(GONE, given)
        cursor.execute(BROUGHT, given)
