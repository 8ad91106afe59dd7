"""`manage.py anchor_ledger`: keep the head of the chain outside PostgreSQL, now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from foundation.ledger.anchors import LedgerBrokenError, anchor_head


class Command(BaseCommand):
    help = "Write the signed head of the ledger to the anchor file and the log."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say which block was anchored."""
        try:
            anchor = anchor_head(timezone.now())
        except LedgerBrokenError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Nothing new to anchor." if anchor is None else f"Anchored block {anchor.block}.")
