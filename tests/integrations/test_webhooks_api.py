"""Webhooks over the API: a system enters, reads, changes and takes away its own with its key, and nobody else's."""

from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foundation.ledger.selectors import START, latest
from integrations.cursors import signed
from integrations.hooks import signing
from integrations.models import KeptAnswer, Webhook, WebhookSecret
from integrations.services.deliveries import Event, tell
from tests.factories.integrations import key_of, webhook_of
from tests.factories.parties import participant, person

pytestmark = pytest.mark.django_db
API = "/api/v1/"
ADDRESS = "https://partner.example/api"
NOW = timezone.now()
KEYS = (f"webhook-{number}" for number in count())


@pytest.fixture
def system_and_key():
    return key_of(person("service", participant("ET")), now=NOW)


@pytest.fixture
def asks(client, system_and_key):
    """A request with the key of the system."""

    def ask(method, address, sent=None, seen=None, key=None):
        headers = {"authorization": f"Bearer {system_and_key[1]}", "idempotency-key": key or next(KEYS)}
        headers |= {"if-match": seen} if seen else {}
        return getattr(client, method)(f"{API}{address}", sent, content_type="application/json", headers=headers)

    return ask


@pytest.fixture
def entered(asks):
    return asks("post", "webhooks/", {"address": ADDRESS, "resources": ["activities", "reports"]})


def one(answer):
    return f"webhooks/{answer.json()['uuid']}/"


def test_system_enters_a_webhook_and_is_told_its_secret_once(asks, entered):
    told, read = entered.json(), asks("get", one(entered))

    assert (entered.status_code, told["state"], told["resources"]) == (201, "active", ["activities", "reports"])
    assert told["secret"] == signing.shown(bytes(WebhookSecret.objects.get().seed))
    assert read.json() == {name: value for name, value in told.items() if name != "secret"}
    assert (read["ETag"], entered["Cache-Control"]) == (entered["ETag"], "no-store")
    assert [(one["name"], one["possible"]) for one in told["available_transitions"]] == [("pause", True)]


def test_repeated_request_is_told_the_same_secret_and_none_is_kept(asks):
    first, again = (asks("post", "webhooks/", {"address": ADDRESS}, key="one") for _time in range(2))

    assert (first.status_code, again.content, again["Idempotent-Replayed"]) == (201, first.content, "true")
    assert Webhook.objects.count() == 1
    assert "whsec_" not in KeptAnswer.objects.get().body


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"address": "ftp://partner.example/"}, "/address"),
        ({"address": "https://10.0.0.1/"}, "/address"),
        ({"address": ADDRESS, "resources": ["secrets"]}, "/resources"),
        ({"address": ADDRESS, "state": "paused"}, "/state"),
        ({}, "/address"),
    ],
)
def test_what_is_not_called_is_refused_at_its_place(asks, settings, sent, pointer):
    settings.WEBHOOKS_TO_LOOPBACK = False

    answer = asks("post", "webhooks/", sent)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)
    assert not Webhook.objects.exists()


def test_kinds_are_changed_over_the_version_that_was_seen(asks, entered):
    unseen = asks("patch", one(entered), {"resources": []})
    changed = asks("patch", one(entered), {"resources": ["meetings"]}, seen=entered["ETag"])
    stale = asks("patch", one(entered), {"resources": []}, seen=entered["ETag"])

    assert (unseen.status_code, changed.status_code, stale.status_code) == (428, 200, 412)
    assert changed.json()["resources"] == ["meetings"] == stale.json()["current"]["resources"]


def test_webhook_is_paused_resumed_replayed_and_given_another_secret(asks, entered):
    paused = asks("post", f"{one(entered)}pause/", {}, seen=entered["ETag"])
    refused = asks("post", f"{one(entered)}replay/", {}, seen=paused["ETag"])
    resumed = asks("post", f"{one(entered)}resume/", {}, seen=paused["ETag"])
    after = signed([latest()])[latest()]
    replayed = asks("post", f"{one(entered)}replay/", {"after": after}, seen=resumed["ETag"])
    nowhere = asks("post", f"{one(entered)}replay/", {"after": "x"}, seen=replayed["ETag"])
    rotated = asks("post", f"{one(entered)}rotate-secret/", {"overlap": 3600}, seen=replayed["ETag"])

    assert [one.status_code for one in (paused, refused, resumed, replayed, nowhere, rotated)] == [
        *(200, 409, 200, 200, 400, 200)
    ]
    assert nowhere.json()["errors"][0]["pointer"] == "/after"
    assert rotated.json()["secret"] not in {entered.json()["secret"], None}
    assert [secret["retires_at"] is None for secret in rotated.json()["secrets"]] == [True, False]


def test_webhook_is_taken_away_for_good_and_its_address_is_free(asks, entered):
    removed = asks("delete", one(entered), seen=entered["ETag"])

    assert (removed.status_code, asks("get", one(entered)).status_code) == (204, 404)
    assert asks("get", "webhooks/").json()["results"] == []
    assert asks("post", "webhooks/", {"address": ADDRESS}).status_code == 201


def test_calls_are_read_with_what_became_of_them(asks, entered):
    webhook = Webhook.objects.get()
    for number in range(3):
        tell(webhook, [Event(START._replace(entry=number), "parties:1")], place=START, now=NOW)

    with CaptureQueriesContext(connection) as few:
        told = asks("get", f"webhook-calls/?webhook={webhook.uuid}&page_size=1").json()["results"]
    with CaptureQueriesContext(connection) as many:
        all_of_them = asks("get", f"webhook-calls/?webhook={webhook.uuid}&state=queued").json()["results"]

    assert (len(told), len(all_of_them), len(few)) == (1, 3, len(many))
    assert (told[0]["state"], told[0]["attempts"], told[0]["status"]) == ("queued", 0, None)
    assert told[0]["webhook"] == str(webhook.uuid)


def test_system_finds_no_webhook_of_another_one(asks):
    other = webhook_of(now=NOW)
    tell(other, [Event(START, "parties:1")], place=START, now=NOW)

    assert [asks("get", name).json()["results"] for name in ("webhooks/", "webhook-calls/")] == [[], []]
    assert asks("delete", f"webhooks/{other.uuid}/", seen='"1"').status_code == 404


def test_people_enter_webhooks_on_the_page_of_the_system(client):
    client.force_login(person("secretariat_officer"))
    headers = {"idempotency-key": "one"}

    answer = client.post(f"{API}webhooks/", {"address": ADDRESS}, content_type="application/json", headers=headers)

    assert answer.status_code == 403
    assert "its key" in answer.json()["errors"][0]["detail"]


def test_key_without_the_grant_writes_none(client):
    _system, key = key_of(person("service"), now=NOW, grants=["*.read"])
    headers = {"authorization": f"Bearer {key}", "idempotency-key": "one"}

    answer = client.post(f"{API}webhooks/", {"address": ADDRESS}, content_type="application/json", headers=headers)

    assert answer.status_code == 403
