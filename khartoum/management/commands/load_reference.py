"""Brings the reference data of every app into the database; shows the difference, and safe to repeat."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import models
from django.utils import timezone

from foundation import reference
from foundation.actors import system
from foundation.ledger.audience import STAFF
from foundation.ledger.brought import LOADED
from foundation.ledger.services import record
from foundation.reference import CannotLoad, Outcome
from foundation.search.services import rebuild
from notifications.models import LadderStep, Obligation
from notifications.services import keeping
from notifications.services.obligations import look_again
from parties.models import Body

WHOLE = "process"
"""The body that stands for the whole: what the ledger's entry on a load is about."""


class Command(BaseCommand):
    help = "Load the reference data. Staff's own changes are shown and kept; nothing is deleted."

    def add_arguments(self, parser: CommandParser) -> None:
        either = parser.add_mutually_exclusive_group()
        either.add_argument("--dry-run", action="store_true", help="show the difference and write nothing")
        either.add_argument(
            "--align", action="store_true", help="let requests say what is asked now, also where no data changed"
        )

    def handle(self, *_args: Any, dry_run: bool, align: bool, verbosity: int, **_options: Any) -> None:
        """Load, and print what changes; new rows and what staff keep are listed by a dry run or with -v 2."""
        try:
            changes = reference.load(note=_note, dry_run=dry_run)
        except CannotLoad as error:
            message = f"Nothing was loaded. {error} Correct this row in the workbench, or the file, and load again."
            raise CommandError(message) from error
        quiet = {Outcome.CREATE, Outcome.KEEP} if verbosity < 2 and not dry_run else set()  # noqa: PLR2004 -- Django's levels
        for change in changes:
            if change.outcome not in quiet:
                self.stdout.write(str(change))
        if not dry_run:
            rebuild()
            self._follow([change.model for change in changes if change.outcome != Outcome.KEEP], align=align)
        self.stdout.write(_summary(Counter(str(change.outcome) for change in changes), dry_run=dry_run))

    def _follow(self, written: Collection[type[models.Model]], *, align: bool) -> None:
        """Let requests say what is asked now, and the next sweep look at all of them where steps are new or moved.

        A release may ask by other rules and bring no data: so each release says `align`.
        """
        if written or align:
            for kind, number in keeping.align(now=timezone.now()).items():
                if number:
                    self.stdout.write(f"aligned: {kind} {number}")
        if LadderStep in written:
            look_again(Obligation.objects.all())


def _summary(counts: Counter[str], *, dry_run: bool) -> str:
    kept = counts.pop(Outcome.KEEP, 0)
    done = [f"{number} to {outcome}" if dry_run else f"{outcome}d {number}" for outcome, number in counts.items()]
    rest = f" ({kept} kept as staff set them{'' if dry_run else ': --dry-run shows them'})" if kept else ""
    return f"Reference data: {', '.join(done) or 'nothing to change'}{rest}."


def _note(app: str, written: Counter[str]) -> None:
    process = Body.objects.get(code=WHOLE)
    record(process, LOADED, actor=system(), audience=STAFF, facts={"app": app, **written})
