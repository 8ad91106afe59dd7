"""Loads the demonstration data set, once; refused where production settings are in force."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from khartoum.demonstration.load import is_loaded, load_demonstration


class Command(BaseCommand):
    help = "Walk the chain once on invented data, so that every screen has something to show."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Demonstration data has no place here: its accounts have a published password.")
        if is_loaded():
            self.stdout.write("The demonstration is there already.")
            return
        load_demonstration(timezone.now())
        self.stdout.write("The demonstration is loaded.")
