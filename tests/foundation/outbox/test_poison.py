"""Messages that take their workers down among others: each is tried three times and set aside, and all others leave."""

import threading
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from foundation.outbox import registry, services
from foundation.outbox.delivery import drain
from foundation.outbox.enums import State
from foundation.outbox.models import Message
from foundation.outbox.services import enqueue
from tests.foundation.outbox.messages import a_message

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("released")]
KINDS = ("exit", "hang", "memory")
WORKERS = 2


class FellError(BaseException):
    """The process is no more: nothing of it is done any longer, and its session ends."""


@pytest.fixture
def tries(monkeypatch, kill):
    """How often each message was tried; whoever tries what is poisonous falls, or finds no memory left."""
    tries, guard = Counter(), threading.Lock()

    @contextmanager
    def carrier():
        def send(message: Message) -> None:
            with guard:
                tries[message.pk] += 1
            if message.related == "memory":
                raise MemoryError
            if message.related:
                kill()
                raise FellError

        yield send

    monkeypatch.setitem(registry._carriers, "mail", carrier)
    return tries


def worker(now) -> None:
    """Works until nothing is due; whenever it falls another is started."""
    while True:
        try:
            if not drain(now=now):
                return
        except (FellError, OperationalError):
            continue
        finally:
            connection.close()


def test_three_among_sixty_are_tried_three_times_each_and_all_others_leave_once(tries):
    now = timezone.now()
    poison = {number * 20 + 7: kind for number, kind in enumerate(KINDS)}
    enqueue(*(a_message(not_before=now, related=poison.get(number, "")) for number in range(60)))

    for minutes in (0, 10, 20):  # whose own program failed waits between two attempts
        threads = [
            threading.Thread(target=worker, args=(now + timedelta(minutes=minutes),)) for _each in range(WORKERS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    good, poisonous = Message.objects.filter(related=""), Message.objects.exclude(related="")
    assert set(good.values_list("state", "attempts", "faults")) == {(State.SENT, 1, 0)}
    assert set(poisonous.values_list("state", "attempts")) == {(State.QUARANTINED, services.MOST_FAULTS)}
    assert {tries[pk] for pk in good.values_list("pk", flat=True)} == {1}
    assert {tries[pk] for pk in poisonous.values_list("pk", flat=True)} == {services.MOST_FAULTS}
