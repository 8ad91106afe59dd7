"""`manage.py reconcile_obligations`: alarms when requests and the truth disagree; changes nothing unless told to."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from notifications.selectors import drift
from notifications.services import keeping

log = logging.getLogger("notifications")


class Command(BaseCommand):
    help = "Compare every request with what its owner says; fails when they disagree."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--align", action="store_true", help="let the requests say what their owners say, first")

    def handle(self, *_args: Any, align: bool, **_options: Any) -> None:
        """Name each disagreement, in the log as well; with `--align`, those that are left."""
        if align:
            self._align()
        found = list(drift())
        for problem, kind, subject in found:
            self.stdout.write(f"{problem}: {kind} {subject}")
            log.error("obligation %s: %s %s", problem, kind, subject)
        if found:
            raise CommandError(f"{len(found)} requests disagree with their owners.")
        self.stdout.write("Every request agrees with its owner.")

    def _align(self) -> None:
        for kind, written in keeping.align(now=timezone.now()).items():
            if written:
                self.stdout.write(f"aligned: {kind} {written}")
