"""`manage.py register_bounce < mail`: the pipe of a mail server for what comes back to our address.

It says nothing of other mails and fails at none; only where the database is away it asks to be tried again (75).
"""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from foundation.outbox.bounces import note_bounce
from foundation.outbox.dsn import LONGEST, failures


class Command(BaseCommand):
    help = "Read a delivery status notification (RFC 3464) from standard input and note whose address is not reached."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Note it, and say what was noted."""
        raw = sys.stdin.buffer.read(LONGEST)
        try:
            noted = [note_bounce(failure, now=timezone.now()) for failure in failures(raw)]
        except (OperationalError, InterfaceError) as error:
            raise CommandError("The database is away: try again.", returncode=os.EX_TEMPFAIL) from error
        addresses = [bounce for bounce in noted if bounce is not None]
        for bounce in addresses:
            self.stdout.write(f"Not reached any more: {bounce.address} ({bounce.status}).")
        if not addresses:
            self.stdout.write("Nothing to note.")
