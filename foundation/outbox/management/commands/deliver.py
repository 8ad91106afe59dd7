"""`manage.py deliver`: send what is due now, by hand."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from foundation.outbox.delivery import HELD, UNREACHABLE, drain
from foundation.outbox.release import why_held


class Command(BaseCommand):
    help = "Send the messages of the outbox that are due."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Batch after batch, until nothing is due; says in a sentence why nothing could leave."""
        outcomes = drain(now=timezone.now())
        if HELD in outcomes or why_held() is not None:
            raise CommandError(
                "This database was restored or copied: it sends nothing before manage.py release_outbox."
            )
        if UNREACHABLE in outcomes:
            raise CommandError("The mail server cannot be reached; what waits was not touched.")
        said = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
        self.stdout.write(said or "Nothing is due.")
