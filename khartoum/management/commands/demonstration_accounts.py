"""Prints the demonstration's accounts, if it is loaded: who each is, and the one password."""

from typing import Any

from django.core.management.base import BaseCommand

from khartoum.demonstration.load import is_loaded
from khartoum.demonstration.people import PASSWORD, PEOPLE


class Command(BaseCommand):
    help = "List the demonstration's accounts."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not is_loaded():
            return
        width = max(len(person.email) for person in PEOPLE)
        for person in PEOPLE:
            self.stdout.write(f"{person.email:<{width}}  {person.what}")
        self.stdout.write(f"password for all of them: {PASSWORD}")
