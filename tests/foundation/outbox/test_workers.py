"""Several workers over one outbox: each message leaves once."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.utils import timezone

from foundation.outbox import registry
from foundation.outbox.delivery import deliver
from foundation.outbox.enums import State
from foundation.outbox.models import Message
from foundation.outbox.services import enqueue
from foundation.outbox.signals import messages_queued
from tests.foundation.outbox.messages import a_message, queued

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4


def in_threads(call) -> None:
    def closing() -> None:
        try:
            call()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as threads:
        for work in [threads.submit(closing) for _worker in range(WORKERS)]:
            work.result()


def test_each_message_leaves_once_whoever_sends_it(monkeypatch, released) -> None:
    sent, guard, together = Counter(), threading.Lock(), threading.Barrier(WORKERS)

    @contextmanager
    def carrier():
        def send(message: Message) -> None:
            with guard:
                sent[message.dedupe_key] += 1

        yield send

    monkeypatch.setitem(registry._carriers, "mail", carrier)
    enqueue(*(a_message() for _number in range(200)))

    def work() -> None:
        together.wait()
        while deliver(now=timezone.now(), limit=7)["sent"]:
            continue

    in_threads(work)

    assert len(sent) == 200
    assert set(sent.values()) == {1}
    assert set(Message.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


def test_officers_who_ask_for_the_same_message_at_once_ask_for_one() -> None:
    together = threading.Barrier(WORKERS)

    def ask() -> None:
        together.wait()
        with transaction.atomic():
            enqueue(a_message(dedupe_key="round:1:opened"))

    in_threads(ask)

    assert Message.objects.filter(dedupe_key="round:1:opened").count() == 1


def test_a_worker_is_rung_for_once_per_transaction_when_it_has_committed() -> None:
    rings = []

    def ring(**_kwargs) -> None:
        rings.append(1)

    messages_queued.connect(ring)
    try:
        with transaction.atomic():
            queued()
            queued()
            assert rings == []
    finally:
        messages_queued.disconnect(ring)

    assert rings == [1]
