"""The doorbells of reminders."""

from celery import shared_task
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from notifications.services.calendars import refresh_all
from notifications.services.sweep import sweep

SOON = 5
"""Seconds until a sweep that lost its database is begun again."""
TIMES = 11
"""How often: then the beat rings the next."""


@shared_task(
    name="notifications.sweep",
    autoretry_for=(OperationalError, InterfaceError),
    default_retry_delay=SOON,
    max_retries=TIMES,
)
def ring() -> None:
    """Make what is due: one task per sweep, not per mail."""
    sweep(now=timezone.now())


@shared_task(name="notifications.refresh_calendars")
def refresh() -> None:
    """Work out the working days of every calendar anew."""
    refresh_all(now=timezone.now())
