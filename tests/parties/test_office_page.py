"""Once a year, on one page, by one button: whoever submits for a participant still holds the office."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from parties.models import Mandate
from tests.factories.parties import PartyFactory, appoint

pytestmark = pytest.mark.django_db


def test_the_first_page_asks_and_one_button_confirms(client):
    mandate = Mandate.objects.get(user=appoint("focal_point", PartyFactory(), confirmed_on=None))
    client.force_login(mandate.user)
    page = reverse("portal-office", args=[mandate.uuid])
    assert page in client.get(reverse("portal")).text
    assert "Do you still hold this office?" in client.get(page).text

    assert client.post(page, {"seen_version": mandate.version}).status_code == 302

    mandate.refresh_from_db()
    assert mandate.confirmed_on == datetime.now(UTC).date()
    assert page not in client.get(reverse("portal")).text


def test_who_saw_another_version_is_told_and_nothing_is_written(client):
    mandate = Mandate.objects.get(user=appoint("focal_point", PartyFactory(), confirmed_on=None))
    client.force_login(mandate.user)

    answer = client.post(reverse("portal-office", args=[mandate.uuid]), {"seen_version": "0"})

    mandate.refresh_from_db()
    assert (answer.status_code, mandate.confirmed_on) == (409, None)
    assert 'role="alert"' in answer.text


def test_button_pressed_twice_confirms_once_and_blames_nobody(client):
    mandate = Mandate.objects.get(user=appoint("focal_point", PartyFactory(), confirmed_on=None))
    client.force_login(mandate.user)
    page = reverse("portal-office", args=[mandate.uuid])

    answers = [client.post(page, {"seen_version": mandate.version}) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Mandate.objects.get(pk=mandate.pk).version == mandate.version + 1


@pytest.mark.parametrize("role", ["focal_point", "contributor", "secretariat_officer"])
def test_nobody_finds_the_office_of_somebody_else(client, role):
    mandate = Mandate.objects.get(user=appoint("focal_point", PartyFactory(), confirmed_on=None))
    client.force_login(appoint(role, mandate.party))

    assert client.get(reverse("portal-office", args=[mandate.uuid])).status_code == 404
