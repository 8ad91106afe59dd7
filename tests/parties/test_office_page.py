"""Once a year, on one page, by one button: whoever submits for a participant still holds the office."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.wording import localdate
from parties.models import Mandate
from parties.selectors import confirmed_until
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


@pytest.mark.parametrize(("days", "is_past"), [(405, True), (345, False)])
def test_who_is_asked_is_told_since_when_the_answer_is_awaited(client, days, is_past):
    confirmed_on = timezone.localdate() - timedelta(days=days)
    mandate = Mandate.objects.get(user=appoint("focal_point", PartyFactory(), confirmed_on=confirmed_on))
    client.force_login(mandate.user)
    until = localdate(confirmed_until(mandate))

    home, own = (client.get(page).text for page in (reverse("portal"), reverse("portal-office", args=[mandate.uuid])))

    late = f"The confirmation was due by {until} and is still awaited."
    assert (late in home, late in own) == (is_past, is_past)
    assert (f"To be confirmed by {until}." in home) is not is_past


@pytest.mark.parametrize(
    ("language", "said"), [("en", "act as <bdi>focal point</bdi>"), ("fr", "la fonction de <bdi>point")]
)
def test_office_is_written_small_inside_a_sentence(client, language, said):
    user = appoint("focal_point", PartyFactory(), confirmed_on=None)
    user.language = language
    user.save()
    client.force_login(user)

    assert said in client.get(reverse("portal"), headers={"Accept-Language": language}).text


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
