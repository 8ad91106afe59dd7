"""The doorbells of reminders."""

from celery import shared_task
from django.utils import timezone

from notifications.services.calendars import refresh_all
from notifications.services.sweep import sweep


@shared_task(name="notifications.sweep")
def ring() -> None:
    """Make what is due: one task per sweep, not per mail."""
    sweep(now=timezone.now())


@shared_task(name="notifications.refresh_calendars")
def refresh() -> None:
    """Work out the working days of every calendar anew."""
    refresh_all(now=timezone.now())
