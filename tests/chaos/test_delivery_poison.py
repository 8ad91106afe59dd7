"""A hundred mails that take their workers down among ten thousand: they are set aside, and all others leave once."""

import time
from collections import Counter

import pytest

from foundation.outbox.enums import State
from foundation.outbox.models import Message
from foundation.outbox.services import MOST_FAULTS, enqueue
from tests.chaos.delivering import House, say, scaled, until
from tests.chaos.poison import KINDS
from tests.foundation.outbox.messages import a_message
from tools import commands

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("released")]
MAILS, POISON = scaled(10_000), max(len(KINDS), scaled(100))
EVER = 3600


@pytest.fixture
def house(addresses, post, tmp_path):
    poisoned = {"DJANGO_SETTINGS_MODULE": "tests.chaos.poisoned"}
    house = House({**addresses, **poisoned, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(post.port)}, tmp_path)
    yield house
    house.stop()


def waiting():
    return Message.objects.filter(state__in=[State.QUEUED, State.LEASED])


def test_poison_is_set_aside_after_three_tries_and_all_else_leaves(house, post):
    began, each = time.monotonic(), MAILS // POISON
    kinds = [
        f"poison.{KINDS[number // each % len(KINDS)]}" if number % each == each // 2 else "test.mail"
        for number in range(POISON * each)
    ]
    enqueue(*(a_message(kind=kind) for kind in kinds))
    house.start("beat", commands.BEAT)
    house.start("worker", commands.WORKER)

    until(lambda: not waiting().exists(), seconds=EVER, house=house)

    good, poison = Message.objects.filter(kind="test.mail"), Message.objects.exclude(kind="test.mail")
    assert set(good.values_list("state", flat=True)) == {State.SENT}
    assert set(poison.values_list("state", flat=True)) == {State.QUARANTINED}
    assert set(poison.values_list("attempts", flat=True)) == {MOST_FAULTS}
    assert set(post.of) == set(good.values_list("to", flat=True))
    say(
        f"poison among mails: {dict(Counter(kinds))}",
        good_ones_lost=good.count() - len(post.taken),
        doubled=post.doubled,
        most_tries=MOST_FAULTS,
        set_aside=poison.count(),
        seconds=time.monotonic() - began,
    )
