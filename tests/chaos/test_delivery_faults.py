"""What mail servers do: refuse for now and for good, hang up, hang, and stay away for days. Nothing is lost."""

import random
import socket
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from foundation.outbox.delivery import drain
from foundation.outbox.enums import State
from foundation.outbox.models import Message
from foundation.outbox.refusals import why_not_sent
from foundation.outbox.services import enqueue
from tests.chaos.delivering import Post, say, scaled, states
from tests.foundation.outbox.messages import a_message

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("released")]
MAILS = scaled(10_000)
WORKERS = 6
HANGING = 0.3
"""Seconds after which a mail that hangs is given up here; the product waits for 60."""


@pytest.fixture
def mail_server(settings):
    post = Post().open()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
    settings.OUTBOX_LONGEST_SENDING = HANGING
    yield post
    post.close()


def fate(address, nth):
    """The same in each run: by address and try."""
    if random.Random(address).random() < 0.05:
        return "550 no such user"
    drawn = random.Random(f"{address} {nth}").random()
    return "451 try again later" if drawn < 0.30 else "cut" if drawn < 0.40 else "hang" if drawn < 0.45 else ""


def with_workers(now):
    """Several workers drain what is due at this moment."""

    def work(_number):
        try:
            return drain(now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as threads:
        return sum(threads.map(work, range(WORKERS)), Counter())


def next_moment():
    waiting = Message.objects.filter(state__in=[State.QUEUED, State.LEASED]).order_by("not_before")
    return waiting.values_list("not_before", flat=True).first()


def test_temporary_refusals_cut_lines_and_hanging_servers_lose_nothing(mail_server):
    mail_server.fate = fate
    began, start = time.monotonic(), timezone.now()
    enqueue(*(a_message(not_before=start) for _number in range(MAILS)))

    outcomes, now, rounds = Counter(), start, 0
    while now is not None:
        outcomes += with_workers(now)
        rounds += 1
        later = next_moment()
        now = None if later is None else max(later, now) + timedelta(seconds=61)

    for_good = set(Message.objects.filter(state=State.QUARANTINED).values_list("to", flat=True))
    assert for_good == {to for to in mail_server.tries if fate(to, 1).startswith("550")}
    assert states() == {State.SENT: MAILS - len(for_good), State.QUARANTINED: len(for_good)}
    assert len(mail_server.of) == MAILS - len(for_good)
    assert {len(names) for names in mail_server.of.values()} == {1}
    assert all("does not know" in str(why_not_sent(one)) for one in Message.objects.filter(state=State.QUARANTINED))
    say(
        f"SMTP: 30 % for now, 10 % cut after DATA, 5 % for good, 5 % hang ({HANGING} s each in place of 60)",
        mails=MAILS,
        lost=0,
        refused_for_good_and_shown=len(for_good),
        postponed=outcomes["postponed"],
        doubled_by_cut_lines=mail_server.doubled,
        moved_clock_hours=(max(Message.objects.values_list("not_before", flat=True)) - start) / timedelta(hours=1),
        rounds=rounds,
        seconds=time.monotonic() - began,
    )


def test_three_days_without_a_mail_server_lose_nothing(mail_server, settings):
    """The clock is moved by hand through the three days."""
    began, start = time.monotonic(), timezone.now()
    enqueue(*(a_message(not_before=start) for _number in range(1_000)))
    with socket.create_server(("127.0.0.1", 0)) as free:
        settings.EMAIL_PORT = free.getsockname()[1]

    now, end = start, start + timedelta(days=3)
    while now < end:
        with_workers(now)
        now += timedelta(minutes=30)
    assert states() == {State.QUEUED: 1_000}
    most_tried = max(Message.objects.values_list("attempts", flat=True))

    settings.EMAIL_PORT = mail_server.port
    waited = timedelta()
    while unsent := Message.objects.exclude(state=State.SENT).count():
        with_workers(end + waited)
        waited += timedelta(minutes=30)
        assert waited < timedelta(hours=6), unsent
    assert len(mail_server.of) == 1_000
    say(
        "three days without a mail server",
        mails=1_000,
        lost=0,
        most_attempts=most_tried,
        seconds=time.monotonic() - began,
    )
