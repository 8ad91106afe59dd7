"""`manage.py refresh_calendars`: work out the working days of all participants anew. Safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from notifications.services.calendars import refresh_all


class Command(BaseCommand):
    help = "Bring the working days of every participant and zone up to date, two years ahead at least."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Every calendar that somebody lives by."""
        self.stdout.write(f"Calendars: {refresh_all(now=timezone.now())}.")
