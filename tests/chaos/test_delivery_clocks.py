"""A clock that is set by an hour, either way, while reminders are made and sent by several: none is lost or doubled."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from foundation.outbox.delivery import drain
from foundation.outbox.enums import State
from notifications.models import Notice
from notifications.services.sweep import sweep
from tests.chaos.conftest import PEOPLE
from tests.chaos.delivering import check_all_arrived, dice, say, states

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]
STEPS = (timedelta(0), timedelta(hours=1), timedelta(hours=-1))
WORKERS = 4


@pytest.fixture
def by_mail(post, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
    return post


def work(seed):
    """Makes and sends as the beat rings, each time by a clock that may have been set."""
    drawn = random.Random(seed)
    try:
        for _ring in range(5):
            now = timezone.now() + drawn.choice(STEPS)
            sweep(now=now)
            drain(now=now, seconds=drawn.uniform(0, 5))
    finally:
        connection.close()


def test_clock_set_by_an_hour_across_sweeps_doubles_nothing(reminders_due, released_copy, by_mail):
    released_copy(reminders_due)
    drawn, began = dice(), time.monotonic()

    with ThreadPoolExecutor(WORKERS) as threads:
        list(threads.map(work, [drawn.random() for _worker in range(WORKERS)]))
    sweep(now=timezone.now())
    drain(now=timezone.now() + STEPS[1])  # what was queued by a clock that was ahead
    sweep(now=timezone.now() - STEPS[1])
    drain(now=timezone.now() + STEPS[1])

    assert states() == {State.SENT: PEOPLE}
    check_all_arrived(by_mail, PEOPLE, most_doubled=0)
    say(
        f"clock set by an hour either way, {WORKERS} at once",
        reminders=PEOPLE,
        notices=Notice.objects.count(),
        doubled=by_mail.doubled,
        seconds=time.monotonic() - began,
    )
