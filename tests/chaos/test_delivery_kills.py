"""Whatever is killed while ten thousand reminders are made and sent: none is lost, and none is recorded twice."""

import os
import signal
import time
from contextlib import suppress

import pytest

from foundation.outbox.models import Message
from notifications.services.sweep import PEOPLE as MAILED_AT_ONCE
from tests.chaos.conftest import PEOPLE
from tests.chaos.delivering import CHILDREN, check_all_arrived, dice, is_sent, is_swept, say, scaled, sweep_is_on, until
from tools import commands

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]
PATIENCE = 300
"""Seconds from the last kill to the last mail, at most."""
EVER = 1200
"""Seconds for what nothing is promised of: how long a process takes to start beside others."""


def until_mail_flows(post, house):
    """Wait until some more have arrived; the seconds it took."""
    before = post.number
    return until(lambda: post.number > before + 3, seconds=EVER, house=house)


def finish(post, house, what, *, kills, most_doubled, began):
    assert not is_sent(PEOPLE)(), "all was sent before the last kill: nothing is shown"
    last = time.monotonic()
    until(is_sent(PEOPLE), seconds=PATIENCE, house=house)
    after = time.monotonic() - last
    check_all_arrived(post, PEOPLE, most_doubled=most_doubled)
    figures = {"reminders": PEOPLE, "kills": kills, "lost": PEOPLE - len(post.taken), "doubled": post.doubled}
    say(what, **figures, at_most=most_doubled, seconds_after_the_last=after, seconds=time.monotonic() - began)


def test_whole_worker_is_killed_fifty_times(reminders_due, released_copy, house, post):
    released_copy(reminders_due)
    random, began = dice(), time.monotonic()
    house.start("beat", commands.BEAT)
    house.start("worker", commands.WORKER)

    until(sweep_is_on, seconds=EVER, house=house)
    assert house.kill_all_of("worker")
    assert Message.objects.count() in {*range(0, PEOPLE, MAILED_AT_ONCE), PEOPLE}  # mails of so many people, or none
    until(is_swept(PEOPLE), seconds=EVER, house=house)
    for kill in range(scaled(50) - 1):
        until_mail_flows(post, house)
        time.sleep(random.uniform(0, 2))
        if kill % 7 == 6:  # the watch itself: its worker goes with it
            house.running["worker"].kill()
        else:
            assert house.kill_all_of("worker")

    finish(post, house, "whole worker killed -9", kills=scaled(50), most_doubled=scaled(50) * CHILDREN, began=began)


def test_processes_of_the_pool_are_killed_fifty_times(reminders_queued, released_copy, house, post):
    released_copy(reminders_queued)
    random, began = dice(), time.monotonic()
    house.start("beat", commands.BEAT)
    house.start("worker", commands.WORKER)

    for _kill in range(scaled(50)):
        until_mail_flows(post, house)
        time.sleep(random.uniform(0, 1))
        until(lambda: len(house.pool("worker")) > 0, seconds=EVER, house=house)
        with suppress(ProcessLookupError):
            os.kill(random.choice(house.pool("worker")), signal.SIGKILL)

    finish(post, house, "processes of the pool killed -9", kills=scaled(50), most_doubled=scaled(50), began=began)
