"""Many writers at once, each change a transaction with locks, foreign keys and entries; a reader follows the feed."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random

from django.db import connection, transaction

from foundation.actors import system
from foundation.base import lock
from foundation.ledger.audience import PUBLIC
from foundation.ledger.selectors import START, changes_after, cursor_of
from foundation.ledger.services import record
from parties.models import Authority, Party

SHARED = 5
"""So few roots that writers meet all the time."""


@dataclass
class Outcome:
    """What the writers did and what the reader was told meanwhile."""

    entries: int = 0
    told: list[tuple[int, int]] = field(default_factory=list)


def write_and_follow(*, writers: int, changes: int) -> Outcome:
    """Raises what any writer raised: a deadlock ends the test."""
    finished, outcome = threading.Event(), Outcome()
    with ThreadPoolExecutor(writers + 1) as threads:
        reader = threads.submit(_closing, _follow, finished, outcome)
        work = [threads.submit(_closing, _write, number, changes) for number in range(writers)]
        try:
            outcome.entries = sum(one.result() for one in work)
        finally:
            finished.set()
        reader.result()
    return outcome


def _write(writer: int, changes: int) -> int:
    dice = Random(writer)
    parties = list(Party.objects.order_by("pk")[:SHARED])
    written = 0
    for change in range(changes):
        with transaction.atomic():
            root = lock(dice.choice(parties))
            Party.objects.filter(pk=root.pk).update(version=root.version + 1)
            Authority.objects.create(party=dice.choice(parties), name=f"{writer}-{change}")
            for number in range(dice.randint(1, 3)):
                record(root, "party.changed", actor=system(), audience=PUBLIC, facts={"number": number})
                written += 1
    return written


def _follow(finished: threading.Event, outcome: Outcome) -> None:
    cursor, last_look = START, False
    while True:
        page = changes_after(cursor, system(), limit=50)
        outcome.told += [(entry.block, entry.pk) for entry, _is_told in page]
        cursor = cursor_of(page[-1][0]) if page else cursor
        if not page:
            if last_look:
                return
            last_look = finished.wait(0.005)


def _closing(call, *arguments):
    try:
        return call(*arguments)
    finally:
        connection.close()
