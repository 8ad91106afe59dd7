"""`manage.py deliver`: send what is due now, by hand."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from foundation.outbox.delivery import deliver


class Command(BaseCommand):
    help = "Send the messages of the outbox that are due."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Batch after batch, until none is sent any more."""
        total: Counter[str] = Counter()
        while True:
            outcomes = deliver(now=timezone.now())
            total += outcomes
            if not outcomes["sent"]:
                break
        said = ", ".join(f"{count} {outcome}" for outcome, count in sorted(total.items()))
        self.stdout.write(said or "Nothing is due.")
