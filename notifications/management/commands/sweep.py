"""`manage.py sweep`: make the reminders that are due now, by hand."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from notifications.services.sweep import sweep


class Command(BaseCommand):
    help = "Make the reminders that are due, as the beat does each minute."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Once, until nothing is due."""
        self.stdout.write(f"Requests looked at: {sweep(now=timezone.now())}.")
