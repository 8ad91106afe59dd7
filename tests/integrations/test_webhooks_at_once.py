"""Several keepers of one webhook, and the system beside them: one is heard, the others are told, nothing is lost."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from foundation.errors import DomainError
from foundation.ledger.selectors import START
from integrations.enums import WebhookState
from integrations.models import Webhook, WebhookSecret
from integrations.services.webhooks import (
    change_webhook,
    end_failing,
    pause_webhook,
    remove_webhook,
    replay_webhook,
    resume_webhook,
    rotate_secret,
)
from tests.factories.integrations import keeper, system_with_key, webhook_of

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now()


def at_once(*acts):
    """Each in a thread of its own, begun at one moment; what each came to."""
    gate, came = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        gate.wait()
        try:
            came[number] = act()
        except DomainError as error:
            came[number] = error
        connection.close()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


@pytest.fixture
def webhook():
    return webhook_of(system_with_key(now=NOW), now=NOW)


def keeps(service, webhook, **said):
    """The service, as a keeper calls it who read the page just now."""
    who, row = keeper(NOW), Webhook.objects.get(pk=webhook.pk)
    return lambda: service(row, actor=who, version=row.version, now=NOW, **said)


@pytest.mark.parametrize(
    ("service", "said"),
    [
        (pause_webhook, {}),
        (remove_webhook, {}),
        (rotate_secret, {}),
        (change_webhook, {"resources": ["reports"]}),
        (replay_webhook, {"place": START}),
    ],
)
def test_of_four_who_take_one_step_one_is_heard(webhook, service, said):
    came = at_once(*(keeps(service, webhook, **said) for _keeper in range(4)))

    refused = [one for one in came if isinstance(one, DomainError)]
    assert len(refused) == 3
    assert {one.status for one in refused} == {409}
    assert Webhook.objects.get().version == webhook.version + 1


def test_of_a_pause_a_rotation_and_a_replay_one_is_heard(webhook):
    came = at_once(
        keeps(pause_webhook, webhook), keeps(rotate_secret, webhook), keeps(replay_webhook, webhook, place=START)
    )

    assert len([one for one in came if isinstance(one, DomainError)]) == 2
    assert WebhookSecret.objects.in_force(NOW).count() == 1


def test_a_pause_and_the_end_after_failures_take_one_way(webhook):
    Webhook.objects.update(failing_since=NOW - timedelta(days=6))
    came = at_once(keeps(pause_webhook, webhook), lambda: end_failing(webhook, now=NOW))

    state = Webhook.objects.get().state
    wins = {WebhookState.PAUSED: came[1] is None, WebhookState.DISABLED: isinstance(came[0], DomainError)}
    assert wins[state]


def test_a_webhook_that_is_taken_away_stays_so_whatever_else_is_asked_of_it(webhook):
    came = at_once(keeps(remove_webhook, webhook), keeps(pause_webhook, webhook), keeps(rotate_secret, webhook))

    assert len([one for one in came if isinstance(one, DomainError)]) == 2
    assert (Webhook.objects.get().state == WebhookState.REMOVED) == (not isinstance(came[0], DomainError))


def test_a_return_and_the_end_after_failures_leave_it_called_and_well(webhook):
    Webhook.objects.update(failing_since=NOW - timedelta(days=6))
    end_failing(webhook, now=NOW)

    came = at_once(keeps(resume_webhook, webhook), lambda: end_failing(webhook, now=NOW))

    found = Webhook.objects.get()
    assert came[1] is None
    assert (found.state, found.failing_since) == (WebhookState.ACTIVE, None)
