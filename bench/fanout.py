"""What batches spare: mails handed to workers in tasks of many, against one task for each mail, through the broker.

A worker with one thread takes the tasks in this very process. A task names mails by their ids, reads them, and hands
each to a transport that does nothing. What the outbox asks and notes about each mail is the same for both, so it is
left out of the figure that has a goal; the other one is the product's own delivery with all of it, without a broker,
one mail at a time and all that are due. Seconds of CPU are counted: of publisher and worker alone for the first, for
each task has a connection of its own to PostgreSQL that ends with it, and of both sides for the second.
`python -m pytest -s -m bench tests/bench/test_fanout.py` measures.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

from celery import current_app, shared_task
from celery.contrib.testing.worker import start_worker

from bench.effort import effort
from bench.figures import Figure
from foundation.outbox import registry
from foundation.outbox.delivery import deliver
from foundation.outbox.models import Message
from notifications.services.sweep import sweep
from tests.chaos.delivering import furnish

MAILS, PARTIES, IN_A_TASK = 500, 50, 250
OF_THE_OUTBOX = 25
"""Mails in each round of the outbox's own delivery, once singly and once together."""
ROUNDS = 7
handed: list[int] = []
all_taken = threading.Event()


def transport(message: Message) -> None:
    """The way out, which costs nothing."""
    handed.append(message.pk)
    if len(handed) == MAILS:
        all_taken.set()


@contextmanager
def way_out() -> Iterator[registry.Sender]:
    yield lambda _message: None


@shared_task(name="bench.hand_over")
def hand_over(ids: Sequence[int]) -> None:
    for message in Message.objects.filter(pk__in=ids):
        transport(message)


def handed_over(ids: Sequence[int], in_a_task: int) -> float:
    """Seconds of CPU in which a worker has handed over all of these, in tasks of so many."""
    handed.clear()
    all_taken.clear()

    def work() -> None:
        for at in range(0, len(ids), in_a_task):
            hand_over.apply_async([ids[at : at + in_a_task]])
        assert all_taken.wait(120), "the worker takes them"

    began = time.process_time()
    work()
    took = time.process_time() - began
    assert sorted(handed) == sorted(ids), "each mail is handed over once"
    return took


def fan_out(ids: Sequence[int]) -> Figure:
    """Cost of one task for each mail, over that of tasks of many."""
    ratios = []
    with start_worker(current_app, perform_ping_check=False, pool="solo", loglevel="ERROR", shutdown_timeout=60):
        for number in range(ROUNDS + 1):
            took = {size: handed_over(ids, size) for size in sorted((1, IN_A_TASK), reverse=bool(number % 2))}
            if number:  # the first round warms up
                ratios.append(took[1] / took[IN_A_TASK])
    name = f"{MAILS} mails to a transport that does nothing, a task for each / tasks of {IN_A_TASK}"
    return Figure(name, tuple(ratios), 50, more_is_better=True)


def whole_delivery(now: datetime) -> Figure:
    """The same of the outbox's own delivery, with what is asked and noted about each mail."""
    ratios = []
    sent: Counter[str] = Counter()
    arms = {"alone": partial(_claimed, sent, now, 1), "together": partial(_claimed, sent, now, OF_THE_OUTBOX)}
    for number in range(ROUNDS + 1):
        took = {name: effort(arms[name]) for name in sorted(arms, reverse=bool(number % 2))}
        if number:
            ratios.append(took["alone"] / took["together"])
    assert sent == {"sent": 2 * OF_THE_OUTBOX * (ROUNDS + 1)}, "each mail leaves once"
    return Figure("a mail through the outbox, claimed alone / in batches, all that is noted included", tuple(ratios))


def _claimed(sent: Counter[str], now: datetime, at_once: int) -> None:
    for _each in range(OF_THE_OUTBOX // at_once):
        sent.update(deliver(now=now, limit=at_once))


def measure() -> list[Figure]:
    """With a broker at hand, an outbox that is released and `way_out` for its carrier."""
    now = datetime.now(UTC)
    furnish(MAILS, parties=PARTIES)
    sweep(now=now)
    current_app.control.purge()  # the sweep has rung for a worker that would send them
    ids = list(Message.objects.values_list("pk", flat=True))
    assert len(ids) == MAILS
    return [fan_out(ids), whole_delivery(now)]
