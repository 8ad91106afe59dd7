"""`manage.py break_glass`: an hour of the workbench for whoever needs it now; there is no superuser."""

from datetime import datetime
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from foundation.actors import system
from foundation.errors import DomainError
from foundation.localized import LANGUAGE_NAMES
from foundation.outbox.models import Message
from foundation.outbox.release import why_held
from parties.emergency_mail import KIND, on_both_clocks
from parties.models import Mandate, Office, Party
from parties.services.emergency import NewAccount, break_glass


class Command(BaseCommand):
    help = "Open the workbench to an account for one hour. It stands in the ledger, and all staff are told by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address of the account")
        parser.add_argument("--reason", required=True, help="why; read by all staff")
        parser.add_argument("--create", metavar="NAME", help="open an account for this person, who has none yet")
        parser.add_argument("--language", choices=list(LANGUAGE_NAMES), default="en", help="of an account to open")
        parser.add_argument("--time-zone", default="UTC", help="of an account to open, for example Africa/Cairo")
        parser.add_argument("--office", default="secretariat_officer", help="an office of the Secretariat")
        parser.add_argument("--participant", default="ICMPD", help="code of the participant it is held for")

    def handle(self, *_args: Any, email: str, reason: str, **options: Any) -> None:
        """Open it and say what was done, or say in a sentence why not."""
        try:
            mandate = break_glass(
                email,
                reason=reason,
                office=_row(Office, options["office"]),
                party=_row(Party, options["participant"]),
                actor=system(),
                now=timezone.now(),
                new=_new_account(options),
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_what_was_done(mandate))


def _row(model: Any, code: str) -> Any:
    row = model.objects.filter(code=code).first()
    if row is None:
        known = ", ".join(model.objects.order_by("code").values_list("code", flat=True))
        raise CommandError(f"There is no {model._meta.verbose_name} with the code {code!r}; there are: {known}.")
    return row


def _new_account(options: dict[str, Any]) -> NewAccount | None:
    if options["create"] is None:
        return None
    return NewAccount(options["create"], language=options["language"], time_zone=options["time_zone"])


def _what_was_done(mandate: Mandate) -> str:
    user, until = mandate.user, cast("datetime", mandate.expires_at)
    told = Message.objects.filter(kind=KIND, dedupe_key__startswith=f"{KIND}:{mandate.uuid}:").count()
    lines = [
        f"The workbench is open to {user.full_name} <{user.email}> as {mandate.office} ({mandate.party}).",
        f"It closes by itself at {until:%Y-%m-%d %H:%M:%S} UTC: {on_both_clocks(until, user.time_zone)}.",
        f"It stands in the ledger; {told} told by mail.",
    ]
    if not user.has_usable_password():
        lines.append("A link to choose a password was mailed to that address; it works once.")
    if (hold := why_held()) is not None:
        lines.append(f"None of these mails leaves yet: {hold.label} Look at what waits with manage.py release_outbox.")
    return "\n".join(lines)
