"""Redis flushed, killed and away while reminders are sent: none is lost, and whoever submits meanwhile is answered."""

import time

import pytest
from celery import current_app

from foundation.outbox.enums import State
from foundation.outbox.models import Message
from tests.chaos.conftest import PEOPLE
from tests.chaos.delivering import House, say, scaled, until
from tests.chaos.servers import Broker
from tests.chaos.submitting import submissions
from tests.chaos.test_delivery_kills import EVER, PATIENCE, until_mail_flows
from tools import commands

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]
AWAY = scaled(600)
"""Seconds without a broker."""
SLOWLY = 200 / PEOPLE
"""Seconds for each mail: in a small run, too, there is still something to send when the broker is killed."""
BACK = 60
"""Seconds after the return of a server, within which work goes on."""
TOLD = (b"reader", b"example.org", b"reader number", b"good day", b"step -7", b"until")


@pytest.fixture
def own_broker(tmp_path, settings, monkeypatch):
    with (tmp_path / "lock").open("w") as lock:
        broker = Broker(tmp_path, lock.fileno())
        settings.REDIS_URL = settings.CELERY_BROKER_URL = broker.address
        monkeypatch.setattr(current_app.conf, "broker_url", broker.address)
        yield broker
        broker.stop()


@pytest.fixture
def house(addresses, post, tmp_path, own_broker):
    mail = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(post.port)}
    house = House({**addresses, "REDIS_URL": own_broker.address, **mail}, tmp_path)
    yield house
    house.stop()


def reminders():
    """Those of the ten thousand; whoever submits is written to as well."""
    return Message.objects.filter(to__startswith="reader")


def is_all_sent():
    return reminders().filter(state=State.SENT).count() == PEOPLE


def finish(post, house, what, *, most_doubled, began, **figures):
    """Nothing is lost, and what came twice came under the same name."""
    until(is_all_sent, seconds=PATIENCE, house=house)
    taken = {name.partition("@")[0]: times for name, times in post.taken.items()}
    each = [taken.get(str(uuid), 0) for uuid in reminders().values_list("uuid", flat=True)]
    assert (len(each), min(each)) == (PEOPLE, 1)
    assert sum(each) - PEOPLE <= most_doubled
    seconds = time.monotonic() - began
    say(what, reminders=PEOPLE, lost=each.count(0), doubled=sum(each) - PEOPLE, **figures, seconds=seconds)


def test_broker_is_read_flushed_killed_and_away(reminders_queued, released_copy, house, post, own_broker):
    released_copy(reminders_queued)
    post.seconds = max(post.seconds, SLOWLY)
    waiting, began = submissions(3), time.monotonic()
    house.start("beat", commands.BEAT)
    house.start("worker", commands.WORKER)
    until_mail_flows(post, house)

    held = own_broker.everything().lower()
    assert b"outbox.deliver" in held
    assert not {word for word in TOLD if word in held}
    with own_broker.client() as client:
        client.flushall()
    flushed = waiting[0].send()
    after_the_flush = until_mail_flows(post, house)
    own_broker.kill()
    killed = waiting[1].send()
    until_gone = time.monotonic() + AWAY
    until(lambda: time.monotonic() > until_gone, seconds=EVER)
    away = waiting[2].send()
    assert not is_all_sent(), "all was sent before the broker came back: nothing is shown"
    own_broker.start()
    after_the_return = until_mail_flows(post, house)

    assert {answer.status_code for answer in (flushed, killed, away)} == {302}
    assert all(one.is_received for one in waiting)
    assert max(after_the_flush, after_the_return) <= BACK
    slowest = max(one.seconds for one in waiting)
    finish(
        post,
        house,
        f"broker read, flushed, killed and away for {AWAY} s",
        most_doubled=0,
        began=began,
        goes_on_after_the_flush=after_the_flush,
        goes_on_after_the_return=after_the_return,
        slowest_submission=slowest,
    )
