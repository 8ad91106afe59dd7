"""Makes the search index say what the database holds: for rows that were there before it; safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from foundation.search.services import rebuild


class Command(BaseCommand):
    help = "Bring the search index up to date with every row that may be found. Services keep it so by themselves."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"Search index: {rebuild()} texts changed.")
