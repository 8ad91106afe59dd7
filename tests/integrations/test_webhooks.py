"""Where a webhook is entered, paused, replayed and given another secret, and who is heard when two do it at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foundation.errors import IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry
from foundation.ledger.selectors import START, Cursor
from foundation.outbox.enums import State
from foundation.outbox.models import Message
from integrations.cursors import signed
from integrations.models import Delivery, Webhook, WebhookSecret
from integrations.services.clients import register_own_client
from integrations.services.deliveries import Event, forget_calls, tell
from integrations.services.webhooks import (
    enter_webhook,
    pause_webhook,
    remove_webhook,
    replay_webhook,
    resume_webhook,
    rotate_secret,
)
from parties.models import Mandate
from tests.factories.integrations import ADDRESS, keeper, system_with_key, webhook_of
from tests.factories.parties import actor, actor_as, participant, person

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)


def own_webhook(user) -> Webhook:
    own = actor_as(user, "participant", now=timezone.now())
    mandate = Mandate.objects.get(user=user)
    client = register_own_client(mandate, actor=own, name="Tool", writes=False, networks=[])
    return enter_webhook(client, actor=own, version=client.version, now=NOW, address=ADDRESS)[0]


@pytest.fixture
def focal_point(client):
    user = person("focal_point", participant("ET"))
    client.force_login(user)
    return user


@pytest.fixture
def production(settings):
    settings.WEBHOOKS_TO_LOOPBACK = False


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize(
    "address",
    [
        "http://partner.example/",
        "https://partner.example:8443/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://localhost/",
        "https://partner/",
        "https://user:word@partner.example/",
        "https://partner.example@10.0.0.1/",
        "https://partner.example/#part",
        "https://partner.example/ x",
        "https://partner.example\\@10.0.0.1/",
        "https://partner.example:99999/",
        "https://[partner.example/",
        "https://pärtner.example/",
        "ftp://partner.example/",
        "partner.example",
        "https://",
        "https://partner.example/\r\nHost: x",
    ],
)
def test_an_address_that_is_not_called_is_refused_in_a_sentence(address):
    client = system_with_key()

    with pytest.raises(RuleBroken, match="Give an address"):
        enter_webhook(client, actor=keeper(), version=client.version, now=NOW, address=address)

    assert not Webhook.objects.exists()


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize("address", [ADDRESS, "https://Partner.Example/", "https://a.b.example:443/x?y=z"])
def test_an_address_of_the_internet_is_entered(address):
    assert webhook_of(address=address).address == address


def test_a_system_is_called_at_five_addresses_at_most_and_of_things_that_are_listed():
    client = system_with_key()
    for number in range(5):
        webhook_of(client, address=f"{ADDRESS}/{number}")

    with pytest.raises(RuleBroken, match="five addresses"):
        webhook_of(client)
    with pytest.raises(RuleBroken, match="kinds of things"):
        webhook_of(system_with_key(), resources=["secrets"])


def test_secret_itself_is_kept_nowhere():
    client = system_with_key()
    _made, secret = enter_webhook(client, actor=keeper(), version=client.version, now=NOW, address=ADDRESS)

    kept = str([*WebhookSecret.objects.values(), *Webhook.objects.values(), *LedgerEntry.objects.values()])
    assert secret.removeprefix("whsec_") not in kept


@pytest.mark.parametrize("take", [pause_webhook, rotate_secret])
def test_nobody_else_keeps_it(take):
    webhook = own_webhook(person("focal_point", participant("ET")))
    another = actor("focal_point", participant("EG"))

    with pytest.raises(NotAllowed):
        take(webhook, actor=another, version=webhook.version, now=NOW)


def test_of_two_who_read_the_same_page_one_is_heard():
    webhook, staff = webhook_of(), keeper()
    read = Webhook.objects.get(pk=webhook.pk).version
    pause_webhook(webhook, actor=staff, version=read, now=NOW)

    for take in (pause_webhook, resume_webhook, rotate_secret):
        with pytest.raises(StaleVersion):
            take(webhook, actor=staff, version=read, now=NOW)
    with pytest.raises(StaleVersion):
        replay_webhook(webhook, actor=staff, version=read, now=NOW, place=START)
    with pytest.raises(IllegalTransition):
        replay_webhook(webhook, actor=staff, version=read + 1, now=NOW, place=START)


def test_focal_point_enters_an_address_and_is_shown_its_secret_once(client, focal_point):
    webhook = own_webhook(focal_point)
    system = webhook.client
    system.refresh_from_db()
    sent = {"seen_version": system.version, "address": "https://another.example/changes", "resources": ["documents"]}

    answer = client.post(f"/portal/partner-systems/{system.uuid}/webhooks/", sent)

    made = Webhook.objects.get(address=sent["address"])
    assert b"whsec_" in answer.content
    assert "no-store" in answer["Cache-Control"]
    assert made.resources == ["documents"]
    assert b"whsec_" not in client.get(f"/portal/webhooks/{made.uuid}/").content


def test_focal_point_is_told_what_is_wrong_with_an_address(client, focal_point):
    system = own_webhook(focal_point).client
    system.refresh_from_db()
    sent = {"seen_version": system.version, "address": "ftp://partner.example"}

    answer = client.post(f"/portal/partner-systems/{system.uuid}/webhooks/", sent)

    assert answer.status_code == 400
    assert b"Give an address" in answer.content


def test_focal_point_pauses_resumes_replays_and_rotates(client, focal_point):
    webhook = own_webhook(focal_point)
    page = f"/portal/webhooks/{webhook.uuid}/"
    answers = {}
    for step, sent in (
        ("pause", {}),
        ("resume", {}),
        ("replay", {"place": signed([START])[START]}),
        ("secret", {"overlap": "3600"}),
    ):
        webhook.refresh_from_db()
        answers[step] = client.post(f"{page}{step}/", {"seen_version": webhook.version, **sent})

    assert {step: answer.status_code for step, answer in answers.items()} == {
        "pause": 302,
        "resume": 302,
        "replay": 302,
        "secret": 200,
    }
    assert b"whsec_" in answers["secret"].content
    assert WebhookSecret.objects.in_force(timezone.now()).count() == 2


@pytest.mark.parametrize("place", ["x", "latest", "eyJ:x:y"])
def test_what_is_no_cursor_is_refused_in_a_sentence(client, focal_point, place):
    webhook = own_webhook(focal_point)

    answer = client.post(f"/portal/webhooks/{webhook.uuid}/replay/", {"seen_version": webhook.version, "place": place})

    assert answer.status_code == 400
    assert b"This is no cursor" in answer.content


def test_page_of_a_webhook_asks_the_same_of_the_database_for_one_call_and_for_many(client, focal_point):
    webhook, counted = own_webhook(focal_point), []
    for number in (1, 3, 30):
        events = [Event(START._replace(entry=number * 100 + one), "parties:1") for one in range(number)]
        tell(webhook, events, place=START, now=NOW)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"/portal/webhooks/{webhook.uuid}/").status_code == 200
        counted.append(len(queries))

    assert len(set(counted)) == 1
    assert Delivery.objects.count() == 34


def test_officer_enters_one_and_is_shown_its_secret_once(client):
    system = system_with_key()
    client.force_login(person("secretariat_officer"))
    step = f"/admin/integrations/apiclient/{system.pk}/step/enter_webhook/"

    answer = client.post(step, {"seen_version": system.version, "address": ADDRESS})

    assert b"whsec_" in answer.content
    assert "no-store" in answer["Cache-Control"]
    page = client.get(f"/admin/integrations/webhook/{Webhook.objects.get().pk}/change/").content
    assert b"whsec_" not in page


def told_and_taken_but_the_second(webhook):
    """Three calls of one run: the first and the third were taken, the second was given up."""
    events = [Event(Cursor(1, entry), f"parties:{entry}") for entry in (1, 2, 3)]
    tell(webhook, events, place=Cursor(1, 3), now=NOW)
    taken = webhook.deliveries.exclude(entry=2)
    for changes in ({"state": State.LEASED}, {"state": State.SENT, "sent_at": NOW}):
        Message.objects.filter(pk__in=taken.values("message")).update(**changes)
    Message.objects.exclude(pk__in=taken.values("message")).update(state=State.CANCELLED)
    taken.update(delivered_at=NOW)


def test_what_became_of_calls_is_forgotten_in_time_but_for_what_may_be_told_again():
    webhook = webhook_of(now=NOW)
    told_and_taken_but_the_second(webhook)

    assert [forget_calls(NOW + days * DAY) for days in (90, 91)] == [0, 1]
    assert sorted(webhook.deliveries.values_list("entry", flat=True)) == [2, 3]
    assert Message.objects.count() == 2
    webhook.refresh_from_db()
    remove_webhook(webhook, actor=keeper(), version=webhook.version, now=NOW)
    assert forget_calls(NOW + 91 * DAY) == 2


def test_call_that_is_still_to_be_made_is_not_forgotten():
    tell(webhook_of(now=NOW), [Event(START, "parties:1")], place=START, now=NOW)

    assert forget_calls(NOW + 365 * DAY) == 0


def test_how_long_calls_are_kept_is_a_setting(settings):
    settings.WEBHOOK_LOG_DAYS = 7
    told_and_taken_but_the_second(webhook_of(now=NOW))

    assert forget_calls(NOW + 8 * DAY) == 1


def test_kinds_are_changed_in_the_portal_until_the_webhook_is_taken_away(client, focal_point):
    webhook = own_webhook(focal_point)
    page = f"/portal/webhooks/{webhook.uuid}/"

    changed = client.post(f"{page}kinds/", {"seen_version": webhook.version, "resources": ["reports"]})
    wrong = client.post(f"{page}kinds/", {"seen_version": webhook.version + 1, "resources": ["secrets"]})
    removed = client.post(f"{page}remove/", {"seen_version": webhook.version + 1})
    late = client.post(f"{page}kinds/", {"seen_version": webhook.version + 2, "resources": []})

    webhook.refresh_from_db()
    assert [one.status_code for one in (changed, wrong, removed, late)] == [302, 400, 302, 409]
    assert (webhook.resources, webhook.state) == (["reports"], "removed")
    assert "kinds/" not in client.get(page).content.decode()


def test_kinds_are_changed_in_the_workbench(client):
    webhook = webhook_of(now=NOW)
    client.force_login(person("secretariat_officer"))
    step = f"/admin/integrations/webhook/{webhook.pk}/step/change/"

    answer = client.post(step, {"seen_version": webhook.version, "resources": ["reports"]})

    webhook.refresh_from_db()
    assert (answer.status_code, webhook.resources) == (302, ["reports"])
