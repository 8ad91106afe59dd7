"""`manage.py verify_ledger`: is the ledger what was sealed? Names each place where it is not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation.ledger.anchors import faults
from foundation.ledger.selectors import head


class Command(BaseCommand):
    help = "Check the chain of the ledger and its anchors; fails and names the place when they do not hold."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """One line per fault."""
        found = faults()
        for fault in found:
            self.stdout.write(str(fault))
        if found:
            raise CommandError(f"The ledger is not what was sealed: {len(found)} faults.")
        present = head()
        held = "is empty" if present is None else f"holds, up to block {present.block}"
        self.stdout.write(f"The ledger {held}.")
