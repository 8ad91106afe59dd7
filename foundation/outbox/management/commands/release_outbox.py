"""`manage.py release_outbox`: let a database that was restored or copied send again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count
from django.utils import timezone

from foundation.errors import DomainError
from foundation.outbox.enums import State
from foundation.outbox.models import Message
from foundation.outbox.release import why_held
from foundation.outbox.services import release

WAITING = (State.QUEUED, State.LEASED)
SHOWN = 20
"""Of what waits: the oldest, so that an operator sees from when on mails of the backup may have left."""


class Command(BaseCommand):
    help = "Let this database send: after a restore it sends nothing until somebody has looked at what waits in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reason", default="", help="why it may send; without one, only say how things stand")
        parser.add_argument(
            "--cancel-waiting", action="store_true", help="send nothing of what waits now: it may have left before"
        )

    def handle(self, *_args: Any, reason: str, cancel_waiting: bool, **_options: Any) -> None:
        """Say what waits and whether it is held; with a reason, release it."""
        hold = why_held()
        self._say_what_waits()
        if hold is None:
            self.stdout.write("The outbox is not held.")
        elif not reason:
            raise CommandError(f"The outbox is held: {hold.label} Release it with --reason, once you have looked.")
        else:
            _release(reason, cancel_waiting=cancel_waiting)
            self.stdout.write("The outbox is released" + (", what waited is cancelled." if cancel_waiting else "."))

    def _say_what_waits(self) -> None:
        """The oldest of them, and how many there are of each kind: what lets somebody in is counted, never listed."""
        waiting = Message.objects.filter(state__in=WAITING)
        listed = list(waiting.filter(secret=False).order_by("created_at", "pk")[:SHOWN])
        for message in listed:
            self.stdout.write(f"{message.created_at:%Y-%m-%d %H:%M} UTC  {message.kind}  {message.to}")
        kinds = dict(waiting.order_by("kind").values_list("kind").annotate(Count("pk")))
        total, each = sum(kinds.values()), ", ".join(f"{kind} {number}" for kind, number in kinds.items())
        self.stdout.write(f"Messages that wait: {total}{each and f' ({each})'}.")
        if len(listed) < total:
            self.stdout.write(f"Listed are the {SHOWN} oldest at most, and none that lets its reader in.")


def _release(reason: str, *, cancel_waiting: bool) -> None:
    try:
        release(reason=reason, cancel_waiting=cancel_waiting, now=timezone.now())
    except DomainError as error:
        raise CommandError(str(error)) from error
