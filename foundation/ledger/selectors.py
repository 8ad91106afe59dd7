"""Reads of the ledger: its head, its change feed, and the places where the chain does not hold."""

from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from foundation.actors import Actor
from foundation.ledger.models import LedgerBlock, SealedEntry
from foundation.standing import Standing

LAST = Standing(lambda: LedgerBlock.objects.order_by("-seq").only("seq")[:1])
"""The block sealed last: asked for by whoever reads a list."""


class Head(NamedTuple):
    """The last sealed block; its hash stands for everything before it. Printed on receipts and reports."""

    block: int
    hash: str


def head() -> Head | None:
    """The last block sealed so far, or None while nothing was recorded."""
    row = LedgerBlock.objects.order_by("-seq").values_list("seq", "hash").first()
    return None if row is None else Head(row[0], bytes(row[1]).hex())


def last_block() -> int:
    """The number of the last sealed block, 0 while nothing was recorded. Blocks are in the order of commits."""
    return next((block.seq for block in LAST.rows()), 0)


class Cursor(NamedTuple):
    """A place in the change feed. Blocks are in the order of commits, so nothing ever appears behind a cursor."""

    block: int
    entry: int


START = Cursor(0, 0)


def latest() -> Cursor:
    """The place after everything that is sealed now."""
    row = LedgerBlock.objects.order_by("-seq").values_list("seq", "last_id").first()
    return START if row is None else Cursor(*row)


def changes_after(cursor: Cursor, actor: Actor, *, limit: int) -> list[tuple[SealedEntry, bool]]:
    """What was sealed after the cursor, all of it; `cursor_of` the last one is the next.

    With each entry whether its audience holds this reader. The others are there to be walked past.
    """
    after = Q(block__gt=cursor.block) | Q(block=cursor.block, id__gt=cursor.entry)
    # The first condition says the same more widely: it lets the index of the blocks find the start.
    rows = list(SealedEntry.objects.filter(block__gte=cursor.block).filter(after).order_by("block", "id")[:limit])
    told = SealedEntry.objects.visible_to(actor).filter(pk__in=[row.pk for row in rows])
    told_of = set(told.values_list("pk", flat=True))
    return [(row, row.pk in told_of) for row in rows]


def cursor_of(entry: SealedEntry) -> Cursor:
    """The place right after an entry."""
    return Cursor(entry.block, entry.pk)


class Fault(NamedTuple):
    """A place where the ledger is not what was sealed."""

    problem: str
    block: int | None = None
    entry: int | None = None
    line: int | None = None
    """Of the anchor file."""

    def __str__(self) -> str:
        places = [f"{name} {number}" for name, number in self._asdict().items() if isinstance(number, int)]
        return f"{self.problem.replace('_', ' ')}: {', '.join(places)}"


def faults_of_the_chain() -> list[Fault]:
    """Every changed or missing block and every entry outside a block; a cut or re-hashed tail shows in no chain."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fault, block, entry FROM ledger_faults()")
        return [Fault(*row) for row in cursor.fetchall()]


def hashes_of(blocks: set[int]) -> dict[int, str]:
    """The hashes of the blocks named, of those that exist."""
    rows = LedgerBlock.objects.filter(seq__in=blocks).values_list("seq", "hash")
    return {seq: bytes(digest).hex() for seq, digest in rows}
