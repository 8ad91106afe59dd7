"""Several workers over one outbox: each message leaves once."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from foundation.outbox import registry, services
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


@pytest.mark.parametrize("step", [timedelta(hours=1), timedelta(hours=-1)])
def test_clock_set_by_an_hour_while_a_mail_is_on_its_way_doubles_nothing(step, monkeypatch, released) -> None:
    sent, on_its_way, may_arrive = Counter(), threading.Event(), threading.Event()

    @contextmanager
    def carrier():
        def send(message: Message) -> None:
            sent[message.dedupe_key] += 1
            on_its_way.set()
            assert may_arrive.wait(60)

        yield send

    monkeypatch.setitem(registry._carriers, "mail", carrier)
    now = timezone.now()
    enqueue(*(a_message(not_before=now - timedelta(hours=2)) for _number in range(3)))

    def first_worker() -> None:
        try:
            deliver(now=now)
        finally:
            connection.close()

    worker = threading.Thread(target=first_worker)
    worker.start()
    assert on_its_way.wait(60)
    of_another = deliver(now=now + step)
    may_arrive.set()
    worker.join()
    deliver(now=now + step)

    assert of_another == {}
    assert (len(sent), set(sent.values())) == (3, {1})
    assert set(Message.objects.values_list("state", "attempts", "faults")) == {(State.SENT, 1, 0)}


def test_who_fell_holds_nothing_when_its_lease_has_ended(monkeypatch, released) -> None:
    @contextmanager
    def carrier():
        yield lambda _message: None

    monkeypatch.setitem(registry._carriers, "mail", carrier)
    now = timezone.now()
    enqueue(a_message(not_before=now))

    def falls() -> None:
        services.claim("mail", limit=5, now=now)
        connection.close()

    worker = threading.Thread(target=falls)
    worker.start()
    worker.join()

    assert deliver(now=now) == {}
    assert deliver(now=now + services.LEASE + timedelta(seconds=1)) == {"sent": 1}
