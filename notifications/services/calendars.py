"""Keeps the working days of every calendar that somebody lives by. Safe to repeat: a second run changes nothing."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction

from notifications.calendars import Calendar, calendar_of, years
from notifications.models import WorkingDay
from notifications.selectors.people import calendars

BATCH = 5_000


def keep_calendars(*, now: datetime) -> int:
    """Work out the calendars that are wanted and not in the table up to the last year; how many there were.

    Asked before each sweep: somebody whose zone nobody had before is not left without reminders.
    """
    last = date(years(now)[-1], 12, 1)
    asked = f"""
        SELECT wanted.calendar FROM ({calendars(only_asked=True)}) wanted WHERE NOT EXISTS (
            SELECT 1 FROM notifications_workingday w WHERE w.calendar = wanted.calendar AND w.day >= %(last)s)
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
    """Write what differs, and take away days on which nobody works any more."""
    rows = WorkingDay.objects.filter(calendar=key)
    stand = {row.day: (row.opens_at, row.closes_at) for row in rows}
    wanted = {one.day: (one.opens_at, one.closes_at) for one in calendar.hours}
    gone = stand.keys() - wanted.keys()
    if gone:
        rows.filter(day__in=gone).delete()
    WorkingDay.objects.bulk_create(
        (
            WorkingDay(calendar=key, day=day, opens_at=opens, closes_at=closes)
            for day, (opens, closes) in wanted.items()
            if stand.get(day) != (opens, closes)
        ),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["calendar", "day"],
        update_fields=["opens_at", "closes_at"],
    )
