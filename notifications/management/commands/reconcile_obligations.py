"""`manage.py reconcile_obligations`: alarms when requests and the truth disagree; changes nothing."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from notifications.selectors import drift

log = logging.getLogger("notifications")


class Command(BaseCommand):
    help = "Compare every request with what its owner says; fails when they disagree."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Name each disagreement, in the log as well."""
        found = list(drift())
        for problem, kind, subject in found:
            self.stdout.write(f"{problem}: {kind} {subject}")
            log.error("obligation %s: %s %s", problem, kind, subject)
        if found:
            raise CommandError(f"{len(found)} requests disagree with their owners.")
        self.stdout.write("Every request agrees with its owner.")
