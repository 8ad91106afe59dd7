"""`manage.py release_outbox`: let a database that was restored or copied send again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from foundation.errors import DomainError
from foundation.outbox.enums import State
from foundation.outbox.models import Message
from foundation.outbox.release import why_held
from foundation.outbox.services import release

WAITING = (State.QUEUED, State.LEASED)


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
        for message in Message.objects.filter(state__in=WAITING, secret=False).order_by("created_at")[:20]:
            self.stdout.write(f"{message.created_at:%Y-%m-%d %H:%M} UTC  {message.kind}  {message.to}")
        waiting = Message.objects.filter(state__in=WAITING).count()
        self.stdout.write(f"Messages that wait: {waiting}.")
        if hold is None:
            self.stdout.write("The outbox is not held.")
        elif not reason:
            raise CommandError(f"The outbox is held: {hold.label} Release it with --reason, once you have looked.")
        else:
            _release(reason, cancel_waiting=cancel_waiting)
            self.stdout.write("The outbox is released" + (", what waited is cancelled." if cancel_waiting else "."))


def _release(reason: str, *, cancel_waiting: bool) -> None:
    try:
        release(reason=reason, cancel_waiting=cancel_waiting, now=timezone.now())
    except DomainError as error:
        raise CommandError(str(error)) from error
