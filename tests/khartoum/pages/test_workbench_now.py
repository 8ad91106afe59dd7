"""The first page of the workbench: what waits for whoever works there."""

import pytest
from django.urls import reverse

from foundation.outbox.enums import State
from notifications.models import Obligation
from tests.factories.notifications import WEDNESDAY, noticed
from tests.factories.parties import person
from tests.foundation.outbox.test_admin import ended

pytestmark = pytest.mark.django_db
LIST = "/admin/outbox/message/"


def first_page(client, who):
    client.force_login(person(who))
    return client.get(reverse("admin:index"))


def test_messages_that_did_not_leave_are_counted_for_who_may_send_them_again(client):
    for state in (State.FAILED, State.QUARANTINED, State.QUARANTINED):
        ended(state)

    page = first_page(client, "secretariat_officer")

    counted = {one.href: one.number for one in page.context["now"].not_sent}
    assert counted == {f"{LIST}?state__exact=failed": 1, f"{LIST}?state__exact=quarantined": 2}
    for address, number in counted.items():
        assert f'href="{address}"' in page.content.decode()
        assert client.get(address).context["cl"].result_count == number


@pytest.mark.parametrize("who", ["presidency_incoming", "presidency_outgoing"])
def test_who_cannot_send_again_is_not_told(client, who):
    ended()

    assert "Messages that were not sent" not in first_page(client, who).content.decode()


def test_nothing_is_said_of_messages_that_left_or_that_let_somebody_in(client):
    ended(State.SENT)
    ended(secret=True, expires_at="2099-01-01T00:00Z")

    assert first_page(client, "presidency_current").context["now"].not_sent == []


def test_reminders_that_only_staff_send_are_counted_until_they_are_sent_or_nobody_is_asked_any_more(client):
    for state in ("prepared", "prepared", "queued"):
        noticed(state)
    Obligation.objects.filter(pk=noticed().obligation_id).update(closed_at=WEDNESDAY, close_reason="done")

    page = first_page(client, "presidency_current")

    prepared = page.context["now"].prepared
    assert (prepared.number, prepared.href) == (2, "/admin/notifications/notice/?state__exact=prepared")
    assert f'href="{prepared.href}"' in page.content.decode()
    assert first_page(client, "presidency_incoming").context["now"].prepared is None
