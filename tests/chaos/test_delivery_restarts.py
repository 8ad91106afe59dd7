"""Worker asked to stop, and beats killed, while ten thousand reminders are sent: none is lost and none is doubled."""

import os
import signal
import time
from contextlib import suppress

import pytest

from tests.chaos.delivering import dice, scaled, until
from tests.chaos.test_delivery_kills import EVER, finish, until_mail_flows
from tools import commands

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]
TIMES = scaled(20)
SLOWLY = 0.06
"""Seconds for each mail, so that some are left when the last has been asked: a worker ends its shift before it ends."""


def test_worker_is_asked_to_stop_twenty_times(reminders_queued, released_copy, house, post):
    released_copy(reminders_queued)
    random, began, brisk = dice(), time.monotonic(), post.seconds
    house.start("beat", commands.BEAT)
    house.start("worker", commands.WORKER)

    post.seconds = SLOWLY
    for number in range(TIMES):
        until_mail_flows(post, house)
        time.sleep(random.uniform(0, 1))
        house.running["worker"].send_signal(signal.SIGTERM)
        until(lambda number=number: house.restarts["worker"] > number, seconds=EVER, house=house)
    post.seconds = brisk

    finish(post, house, "worker asked to stop (SIGTERM)", kills=TIMES, most_doubled=0, began=began)


def test_one_of_two_beats_is_killed_twenty_times(reminders_queued, released_copy, house, post):
    released_copy(reminders_queued)
    random, began = dice(), time.monotonic()
    for name in ("beat", "another beat"):
        house.start(name, commands.BEAT)
    house.start("worker", commands.WORKER)

    for _kill in range(TIMES):
        until_mail_flows(post, house)
        time.sleep(random.uniform(0, 2))
        name = random.choice(["beat", "another beat"])
        until(lambda name=name: house.master(name) is not None, seconds=EVER, house=house)
        with suppress(ProcessLookupError):
            os.kill(house.master(name), signal.SIGKILL)

    finish(post, house, "one of two beats killed -9", kills=TIMES, most_doubled=0, began=began)
