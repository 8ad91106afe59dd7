"""Webhooks tell a partner system of each change once, in the order of each object, and lose none."""

import random
import threading
from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone
from standardwebhooks import Webhook as Verifier

from documents.services import classify
from foundation.actors import system
from foundation.ledger.audience import PUBLIC, STAFF
from foundation.ledger.models import SealedEntry
from foundation.ledger.selectors import START, Cursor
from foundation.ledger.services import record
from foundation.outbox.delivery import drain
from foundation.outbox.enums import Channel, State
from foundation.outbox.models import Message
from integrations.enums import WebhookState
from integrations.models import Delivery, Webhook
from integrations.services.clients import issue_key, revoke_key
from integrations.services.webhooks import (
    enter_webhook,
    pause_webhook,
    replay_webhook,
    resume_webhook,
    rotate_secret,
)
from khartoum.told.subscribers import tell_webhooks
from tests.factories.documents import DocumentFactory, issue
from tests.factories.integrations import keeper, system_with_key, webhook_of
from tests.factories.parties import actor, participant, person
from tests.receivers import receiving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("released")]
NOW = timezone.now()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


@pytest.fixture
def webhook(receiver):
    return webhook_of(system_with_key(now=NOW), address=receiver.address, now=NOW)


def note(obj, kind="thing.changed", audience=PUBLIC):
    with transaction.atomic():
        record(obj, kind, actor=system(), audience=audience)


def goes_by(now=NOW):
    """What the beat does: write calls for what follows, and make those that are due."""
    tell_webhooks(now)
    return drain(now=now)


def kinds(receiver):
    return [one["words"]["data"]["kind"] for one in receiver.taken]


def test_what_changed_is_told_thinly_and_signed(receiver):
    client = system_with_key(now=NOW)
    client.refresh_from_db()
    _webhook, secret = enter_webhook(
        client, actor=keeper(NOW), version=client.version, now=NOW, address=receiver.address
    )
    egypt = participant("EG")
    note(egypt)

    goes_by()

    (heard,) = receiver.heard
    with time_machine.travel(NOW, tick=False):
        told = Verifier(secret).verify(heard["body"], heard["headers"])
    entry = SealedEntry.objects.latest("id")
    href = f"http://127.0.0.1:8000/api/v1/parties/{egypt.uuid}/"
    assert told == {
        "type": "parties.changed",
        "timestamp": entry.at.isoformat().replace("+00:00", "Z"),
        "data": {"uuid": str(egypt.uuid), "kind": "thing.changed", "href": href},
    }
    assert set(heard["headers"]) >= {"webhook-id", "webhook-timestamp", "webhook-signature"}


def test_nothing_of_what_is_told_or_answered_is_kept(receiver, webhook):
    receiver.answer, receiver.reply, receiver.headers = 400, b"words of the receiver", {"X-Said": "other words"}
    note(participant("EG"))

    goes_by()

    call = Delivery.objects.get()
    kept = str([*Message.objects.values(), *Delivery.objects.values()])
    assert (call.status, call.fault, call.delivered_at) == (400, "", None)
    assert [word for word in ("words", "thing.changed", str(participant("EG").uuid)) if word in kept] == []


def test_what_was_done_before_is_not_told_and_what_others_read_neither(receiver):
    note(participant("EG"), "thing.before")
    webhook_of(system_with_key(now=NOW), address=receiver.address, now=NOW)
    note(person("focal_point", participant("EG")), "thing.of_nobody")
    note(participant("FR"), "thing.after")

    goes_by()

    assert kinds(receiver) == ["thing.after"]


def test_only_the_kinds_of_things_that_were_chosen_are_told(receiver):
    webhook_of(system_with_key(now=NOW), address=receiver.address, resources=["documents"], now=NOW)
    note(participant("EG"))
    paper = issue(DocumentFactory()).expression.document

    goes_by()

    assert {one["words"]["type"] for one in receiver.taken} == {"documents.changed"}
    assert receiver.taken[0]["words"]["data"]["uuid"] == str(paper.uuid)


def test_only_what_its_grants_name_is_told(receiver):
    client = system_with_key(now=NOW, grants=["documents.read"])
    webhook_of(client, address=receiver.address, now=NOW)
    note(participant("EG"))

    assert goes_by() == {}


def test_what_was_narrowed_before_it_was_sent_is_told_as_gone(receiver, webhook):
    paper = issue(DocumentFactory()).expression.document
    tell_webhooks(NOW)
    staff = actor("secretariat_officer")
    classify(paper, classification="staff", actor=staff, version=paper.version, now=staff.now)

    goes_by()

    told = {one["words"]["type"] for one in receiver.taken if one["words"]["data"]["uuid"] == str(paper.uuid)}
    assert told == {"documents.gone"}
    assert {one["words"]["data"]["href"] for one in receiver.taken} <= {None}


def test_what_is_told_only_bare_says_neither_what_nor_when(receiver, webhook):
    note(participant("EG"), "thing.considered", STAFF)

    goes_by()

    (heard,) = receiver.taken
    assert heard["words"]["data"]["kind"] is None
    assert heard["words"]["timestamp"] == NOW.isoformat().replace("+00:00", "Z")


def test_receiver_that_is_down_for_three_hours_loses_nothing_and_hears_each_once_and_in_order(receiver, webhook):
    parties, moment, drawn = [participant(code) for code in ("EG", "FR", "ET", "KE", "IT")], NOW, random.Random(7)
    receiver.answer = 503
    wanted = defaultdict(list)
    for number in range(12):
        party = drawn.choice(parties)
        note(party, f"thing.number_{number}")
        wanted[str(party.uuid)].append(f"thing.number_{number}")
        moment += HOUR / 4
        goes_by(moment)
    assert receiver.taken == []
    assert moment - NOW == 3 * HOUR

    receiver.answer = 204
    for quarter in range(1, 9):
        goes_by(moment + quarter * HOUR / 4)

    heard = defaultdict(list)
    for one in receiver.taken:
        heard[one["words"]["data"]["uuid"]].append(one["words"]["data"]["kind"])
    assert heard == wanted
    assert Webhook.objects.get().failing_since is None


def test_object_that_is_refused_stands_in_no_others_way_and_keeps_its_order(receiver, webhook):
    egypt, france = participant("EG"), participant("FR")
    receiver.answer = lambda words: 400 if words["data"]["uuid"] == str(egypt.uuid) else 204
    for number in range(3):
        note(egypt, f"thing.egypt_{number}")
        note(france, f"thing.france_{number}")
    goes_by()
    assert kinds(receiver) == ["thing.france_0", "thing.france_1", "thing.france_2"]
    assert len(receiver.heard) == 4

    receiver.answer = 204
    goes_by(NOW + HOUR)

    assert kinds(receiver)[3:] == ["thing.egypt_0", "thing.egypt_1", "thing.egypt_2"]


def test_receiver_where_nobody_is_home_is_asked_once_in_a_while_and_not_for_each_call(receiver, webhook):
    receiver.answer = 503
    for code in ("EG", "FR", "ET", "KE"):
        note(participant(code))

    goes_by()

    assert len(receiver.heard) == 1
    assert Webhook.objects.get().rests_until > NOW


def test_call_is_tried_for_three_days_later_each_time(receiver, webhook):
    receiver.answer = 500
    note(participant("EG"))
    tell_webhooks(NOW)
    call, moments, moment = Message.objects.filter(channel=Channel.WEBHOOK), [], NOW
    while moment < NOW + 4 * DAY and call.get().state == State.QUEUED:
        before = len(receiver.heard)
        drain(now=moment)
        moments += [moment] * (len(receiver.heard) - before)
        moment = max(moment + timedelta(minutes=10), call.get().not_before)

    waits = [later - earlier for earlier, later in pairwise(moments)]
    assert moments[-1] < NOW + 3 * DAY
    assert len(moments) > 15
    assert max(waits) <= 5 * HOUR
    assert call.get().state == State.CANCELLED


def test_after_five_days_of_failures_it_is_ended_and_its_keepers_are_told_once(receiver, webhook):
    officer, moment = person("secretariat_officer"), NOW
    receiver.answer = 500
    while moment < NOW + 6 * DAY:
        note(participant("EG"))
        goes_by(moment)
        moment += DAY / 2

    ended = Webhook.objects.get()
    mails = Message.objects.filter(kind="webhook.disabled", to=officer.email)
    assert ended.state == WebhookState.DISABLED
    assert [receiver.address in mail.body_text for mail in mails] == [True]
    assert not Message.objects.filter(channel=Channel.WEBHOOK, state=State.QUEUED).exists()


def test_what_was_not_taken_is_told_after_it_is_taken_up_again(receiver, webhook):
    receiver.answer, moment = 500, NOW
    for number in range(12):
        note(participant("EG"), f"thing.number_{number}")
        goes_by(moment)
        moment += DAY / 2
    ended = Webhook.objects.get()
    assert ended.state == WebhookState.DISABLED

    receiver.answer = 204
    resume_webhook(ended, actor=keeper(moment), version=ended.version, now=moment)
    goes_by(moment)

    assert kinds(receiver) == [f"thing.number_{number}" for number in range(12)]


def test_what_was_taken_before_a_pause_is_not_told_after_it(receiver, webhook):
    refused = participant("EG")
    receiver.answer = lambda words: 400 if words["data"]["uuid"] == str(refused.uuid) else 204
    for code in ("EG", "FR", "ET"):
        note(participant(code), f"thing.{code.lower()}")
    goes_by()
    webhook.refresh_from_db()
    paused = pause_webhook(webhook, actor=keeper(NOW), version=webhook.version, now=NOW)
    note(participant("KE"), "thing.ke")
    assert goes_by(NOW + HOUR) == {}

    receiver.answer = 204
    resume_webhook(paused, actor=keeper(NOW), version=paused.version, now=NOW)
    goes_by(NOW + HOUR)

    assert kinds(receiver) == ["thing.fr", "thing.et", "thing.eg", "thing.ke"]


def test_replay_tells_everything_after_a_place_once_more_under_the_same_names(receiver, webhook):
    for code in ("EG", "FR", "ET"):
        note(participant(code), f"thing.{code.lower()}")
    goes_by()
    first = Delivery.objects.order_by("entry").first()
    webhook.refresh_from_db()

    replay_webhook(webhook, actor=keeper(NOW), version=webhook.version, now=NOW, place=Cursor(first.block, first.entry))
    goes_by()

    names = [one["headers"]["webhook-id"] for one in receiver.taken]
    assert kinds(receiver) == ["thing.eg", "thing.fr", "thing.et", "thing.fr", "thing.et"]
    assert names[1:3] == names[3:]


def test_replay_from_the_start_tells_what_was_done_before_it_was_entered(receiver):
    note(participant("EG"), "thing.before")
    webhook = webhook_of(system_with_key(now=NOW), address=receiver.address, now=NOW)

    replay_webhook(webhook, actor=keeper(NOW), version=webhook.version, now=NOW, place=START)
    goes_by()

    assert "thing.before" in kinds(receiver)


def test_two_secrets_sign_while_one_takes_the_place_of_the_other(receiver, webhook):
    new = rotate_secret(webhook, actor=keeper(NOW), version=webhook.version, now=NOW, overlap=DAY)
    for moment in (NOW + HOUR, NOW + DAY):
        note(participant("EG"))
        goes_by(moment)

    during, after = (one["headers"]["webhook-signature"].split(" ") for one in receiver.taken)
    assert (len(during), len(after)) == (2, 1)
    assert new.startswith("whsec_")


def test_client_without_a_key_is_told_nothing_until_it_has_one(receiver, webhook):
    client, staff = webhook.client, keeper(NOW)
    note(participant("EG"), "thing.waiting")
    tell_webhooks(NOW)
    client.refresh_from_db()
    revoke_key(client, actor=staff, version=client.version, now=NOW, key=client.keys.get())
    note(participant("FR"), "thing.later")
    goes_by()
    assert receiver.heard == []

    client.refresh_from_db()
    issue_key(client, actor=staff, version=client.version, expires_at=NOW + 9 * DAY, now=NOW)
    goes_by(NOW + HOUR)

    assert kinds(receiver) == ["thing.waiting", "thing.later"]


def test_only_so_many_calls_wait_at_once(receiver, webhook, monkeypatch):
    monkeypatch.setattr("khartoum.told.subscribers.MOST_WAITING", 3)
    receiver.answer = 500
    for number in range(5):
        note(participant("EG"), f"thing.number_{number}")
    goes_by()
    assert Delivery.objects.count() == 3

    receiver.answer = 204
    for hours in range(1, 3):
        goes_by(NOW + hours * HOUR)

    assert kinds(receiver) == [f"thing.number_{number}" for number in range(5)]


def test_writers_and_workers_at_once_lose_nothing_and_tell_each_once_and_in_order(receiver, webhook):
    parties = [participant(code) for code in ("EG", "FR", "ET", "KE")]
    done = threading.Event()

    def write(party):
        for number in range(8):
            note(party, f"thing.number_{number}")
        connection.close()

    def work():
        last_look = False
        while not last_look:
            last_look = done.is_set()
            goes_by()
        connection.close()

    writers = [threading.Thread(target=write, args=(party,)) for party in parties]
    workers = [threading.Thread(target=work) for _worker in range(3)]
    for thread in (*workers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in workers:
        thread.join()
    goes_by()

    heard = defaultdict(list)
    for one in receiver.taken:
        heard[one["words"]["data"]["uuid"]].append(one["words"]["data"]["kind"])
    assert heard == {str(party.uuid): [f"thing.number_{number}" for number in range(8)] for party in parties}
