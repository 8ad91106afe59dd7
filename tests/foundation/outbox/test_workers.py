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


@pytest.fixture
def arrived(monkeypatch):
    """How often each mail arrived."""
    arrived, guard = Counter(), threading.Lock()

    @contextmanager
    def carrier():
        def send(message: Message) -> None:
            with guard:
                arrived[message.dedupe_key] += 1

        yield send

    monkeypatch.setitem(registry._carriers, "mail", carrier)
    return arrived


@pytest.fixture
def falls_holding(kill):
    """A worker claims so many, begins some of them, and is gone without a word, its session with it."""

    def fallen(number: int, *, begun: int, now) -> list[Message]:
        held: list[Message] = []

        def work() -> None:
            held.extend(services.claim("mail", limit=number, now=now))
            for message in held[:begun]:
                services.begin(message, now=now)
            kill()
            connection.close()

        worker = threading.Thread(target=work)
        worker.start()
        worker.join()
        return held

    return fallen


def test_who_fell_holds_nothing_however_long_its_lease_would_last(arrived, released, falls_holding) -> None:
    now = timezone.now()
    enqueue(*(a_message(not_before=now) for _number in range(3)))
    held = falls_holding(3, begun=1, now=now)

    assert deliver(now=now) == {"sent": 3}

    assert set(arrived.values()) == {1}
    (begun,) = Message.objects.filter(pk=held[0].pk)
    assert (begun.attempts, begun.faults) == (2, 1)
    waiting = Message.objects.exclude(pk=begun.pk)
    assert set(waiting.values_list("attempts", "faults")) == {(1, 0)}


def test_of_several_who_find_what_the_fallen_held_each_message_goes_to_one(arrived, released, falls_holding) -> None:
    now, together = timezone.now(), threading.Barrier(WORKERS)
    enqueue(*(a_message(not_before=now) for _number in range(60)))
    fallen = [falls_holding(20, begun=2, now=now) for _worker in range(3)]

    def work() -> None:
        together.wait()
        while Message.objects.exclude(state=State.SENT).exists():
            deliver(now=now, limit=7)

    in_threads(work)

    assert (len(arrived), set(arrived.values())) == (60, {1})
    begun = {message.pk for held in fallen for message in held[:2]}
    assert set(Message.objects.filter(pk__in=begun).values_list("attempts", "faults")) == {(2, 1)}
    assert set(Message.objects.exclude(pk__in=begun).values_list("attempts", "faults")) == {(1, 0)}


@pytest.fixture
def cut_off(kill, released) -> tuple[Message, Message]:
    """What a worker held whose connection is lost: one mail on its way, one waiting."""
    now = timezone.now()
    enqueue(*(a_message(not_before=now) for _number in range(2)))
    on_its_way, waiting = services.claim("mail", limit=2, now=now)
    assert services.begin(on_its_way, now=now)
    kill()
    connection.close()
    return on_its_way, waiting


def test_whoever_lost_the_connection_begins_nothing_more_and_what_it_ended_is_noted_while_nobody_has_it(
    cut_off,
) -> None:
    now, (on_its_way, waiting) = timezone.now(), cut_off

    assert not services.begin(waiting, now=now)
    assert services.mark_sent(on_its_way, now=now, wipe=False)


def test_whoever_lost_the_connection_finds_its_token_void_when_another_has_what_it_held(arrived, cut_off) -> None:
    now, (on_its_way, waiting), taken_up = timezone.now(), cut_off, []

    def another() -> None:
        services.tidy(now=now)
        taken_up.extend(services.claim("mail", limit=2, now=now))
        together.wait()
        together.wait()
        connection.close()

    together = threading.Barrier(2, timeout=60)
    worker = threading.Thread(target=another)
    worker.start()
    together.wait()
    noted = services.mark_sent(on_its_way, now=now, wipe=False), services.begin(waiting, now=now)
    services.let_go(on_its_way.lease_token, [waiting])
    together.wait()
    worker.join()

    assert noted == (False, False)
    assert [message.pk for message in taken_up] == [on_its_way.pk, waiting.pk]
    assert set(Message.objects.values_list("state", "lease_token")) == {(State.LEASED, taken_up[0].lease_token)}


def test_whoever_lives_keeps_what_it_holds_beside_one_that_tidies(released) -> None:
    now = timezone.now()
    enqueue(a_message(not_before=now))
    (mine,) = services.claim("mail", limit=1, now=now)

    in_threads(lambda: deliver(now=now + services.LEASE * 2))

    assert services.begin(mine, now=now)
    assert Message.objects.get().faults == 0
