"""Submitting against sending, and sweep against sweep: whoever commits first is heard."""

import random
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from foundation.outbox import delivery, registry, services
from foundation.outbox.models import Message
from notifications.models import LadderStep, Notice, Obligation
from notifications.services.calendars import keep_calendars
from notifications.services.sweep import queue_mails, sweep
from reports.selectors.obligations import CONTRIBUTION_DUE
from reports.services.contributions import submit_contribution
from tests.chaos.delivering import say, scaled
from tests.factories.notifications import WEDNESDAY
from tests.factories.parties import PartyFactory, actor, appoint
from tests.factories.reports import OPENED, answered, drafted, opened_round
from tests.guards.crossing import run
from tests.notifications.test_together import requests

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]
RACES = scaled(1_000)
TOGETHER = min(RACES, 50)
"""Participants of one round."""


@pytest.fixture
def claims(monkeypatch):
    """When each message was claimed for its attempt (before that is written), and which of them left."""
    begun, left = {}, set()
    begin = services.begin

    def noted(message, *, now):
        begun[message.related] = time.monotonic()
        return begin(message, now=now)

    @contextmanager
    def carrier():
        yield lambda message: left.add(message.related)

    monkeypatch.setattr(services, "begin", noted)
    monkeypatch.setitem(registry._carriers, "mail", carrier)
    return begun, left


def reminded(party, round_):
    """A contribution ready to be sent, and a reminder of it that waits."""
    person = appoint("focal_point", party)
    contribution = answered(drafted(party, round_), summary="Forty were trained.")
    asked = Obligation.objects.get(subject_uuid=contribution.uuid, kind=CONTRIBUTION_DUE)
    step = LadderStep.objects.filter(ladder__kind=CONTRIBUTION_DUE, is_automatic=True).first()
    now = timezone.now()
    notice = Notice.objects.create(
        obligation=asked,
        step=step,
        recipient=person,
        office="focal_point",
        due_at=asked.due_at,
        moment=now,
        made_at=now,
        state="queued",
    )
    queue_mails([notice.pk], now=now)
    notice.refresh_from_db()
    return contribution, notice.message


def race(contribution, who, pause):
    """The submission, and so many seconds later the sending; when the one was known to be committed, after how long."""
    together, known = Barrier(2), []

    def submit():
        together.wait()
        began = time.monotonic()
        submit_contribution(contribution, actor=who, version=contribution.version, now=timezone.now())
        known.append(time.monotonic())
        known.append(known[0] - began)
        connection.close()

    def send():
        together.wait()
        time.sleep(pause)
        delivery.deliver(now=timezone.now())
        connection.close()

    threads = [Thread(target=submit), Thread(target=send)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return known


def test_no_reminder_leaves_that_was_claimed_after_the_submission(released, claims):
    begun, left = claims
    dice, began, outcomes, took = random.Random(1), time.monotonic(), Counter(), 0.2
    ahead = {"due_at": timezone.now() + timedelta(days=30), "cutoff_at": timezone.now() + timedelta(days=40)}
    for _round in range(RACES // TOGETHER):
        parties = [PartyFactory() for _each in range(TOGETHER)]
        round_ = opened_round(*parties, now=OPENED, **ahead)
        for party in parties:
            contribution, message = reminded(party, round_)
            committed, took = race(contribution, actor("focal_point", party), dice.uniform(0.0, 1.5 * took))
            sent = message.related in left
            late = message.related in begun and begun[message.related] > committed
            assert not (sent and late)
            state = Message.objects.get(pk=message.pk).state
            outcomes["left, claimed before the commit" if sent else f"did not leave ({state})"] += 1
        Message.objects.filter(state="queued").update(state="cancelled")

    assert outcomes["left, claimed before the commit"] > 0
    assert outcomes["did not leave (cancelled)"] > 0
    say(f"submitting against sending: {dict(outcomes)}", races=RACES, wrong=0, seconds=time.monotonic() - began)


def test_fifty_sweeps_at_once_make_no_second_row():
    requests(100)
    keep_calendars(now=WEDNESDAY)  # fifty at once would each work out a hundred of them
    began = time.monotonic()

    outcomes = run([partial(sweep, now=WEDNESDAY, batch=5)] * 50)
    sweep(now=WEDNESDAY)

    keys = Notice.objects.values_list("obligation", "step", "recipient")
    assert outcomes == {"done": 50}
    assert len(set(keys)) == len(keys) == 400
    assert Message.objects.count() == 200
    say("50 sweeps at once", notices=len(keys), second_rows=0, mails=200, seconds=time.monotonic() - began)
