"""Five wrong passwords from one place, and none more is looked at there for a while; nobody is locked out."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.accounts import limits
from foundation.accounts.limits import Door, TooManyTriesError
from foundation.accounts.models import Tries
from tests.foundation.accounts.conftest import PASSWORD

NOW = timezone.now()


def sign_in(client, password, place="192.0.2.7", address="amina@example.org"):
    return client.post(reverse("account_login"), {"login": address, "password": password}, REMOTE_ADDR=place)


@pytest.fixture
def locked_place(somebody):
    for _ in range(6):
        last = sign_in(Client(), "wrong")
    return last


def test_the_sixth_try_is_not_looked_at(locked_place):
    assert locked_place.status_code == 429
    assert 0 < int(locked_place["Retry-After"]) <= limits.WINDOW.total_seconds()


def test_from_there_not_even_the_right_password_is_looked_at(locked_place):
    assert sign_in(Client(), PASSWORD).status_code == 429


@pytest.mark.parametrize("place", ["198.51.100.1", "2001:db8::1"])
def test_from_elsewhere_the_right_person_gets_in_at_once(locked_place, place):
    assert sign_in(Client(), PASSWORD, place).status_code == 302


@pytest.mark.parametrize(
    ("address", "place"),
    [("192.0.2.7", "192.0.2.0/24"), ("2001:db8::1", "2001:db8::/48"), ("", "0.0.0.0/24")],
)
def test_a_place_is_a_network_and_one_for_all_whose_address_nobody_knows(rf, address, place):
    assert limits.place_of(rf.get("/", REMOTE_ADDR=address)) == place


def test_a_browser_that_knows_its_owner_gets_in_from_the_same_place(somebody):
    known = Client()
    sign_in(known, PASSWORD)
    known.post(reverse("account_logout"))
    for _ in range(6):
        sign_in(Client(), "wrong")

    assert sign_in(known, PASSWORD).status_code == 302


def test_a_browser_that_knows_somebody_else_is_a_stranger(locked_place):
    other = Client()
    other.cookies["known_browser"] = "made up"

    assert sign_in(other, PASSWORD).status_code == 429


def test_a_known_browser_has_five_tries_too(somebody):
    known = Client()
    sign_in(known, PASSWORD)
    known.post(reverse("account_logout"))

    assert [sign_in(known, "wrong").status_code for _ in range(6)] == [200] * 5 + [429]


def test_other_people_of_the_same_place_are_not_held_up(locked_place, django_user_model):
    django_user_model.objects.create_user("karim@example.org", PASSWORD, full_name="Karim")

    assert sign_in(Client(), PASSWORD, address="karim@example.org").status_code == 302


def test_signing_in_again_before_a_change_is_counted_too(client, somebody):
    client.force_login(somebody)
    answers = [client.post(reverse("account_reauthenticate"), {"password": "wrong"}).status_code for _ in range(6)]

    assert answers == [200] * 5 + [429]


@pytest.mark.parametrize(("language", "words"), [("en", "Try again in 15 minutes"), ("fr", "15"), ("ar", "15")])
def test_the_page_says_when_to_come_back(client, somebody, language, words):
    client.cookies["django_language"] = language
    answers = [sign_in(client, "wrong") for _ in range(6)]

    assert words in answers[-1].content.decode()
    assert f'lang="{language}"' in answers[-1].content.decode()


def test_the_count_begins_again_when_the_window_is_over(db):
    door = Door("key", most=1)
    door.knock(NOW)
    with pytest.raises(TooManyTriesError) as refused:
        door.knock(NOW + timedelta(minutes=14))

    assert refused.value.until == NOW + limits.WINDOW
    door.knock(NOW + limits.WINDOW)


def test_a_window_that_a_clock_ahead_of_time_began_is_over_once_it_is_set_back(db):
    door = Door("key", most=1)
    door.knock(NOW + timedelta(days=1))

    door.knock(NOW)

    with pytest.raises(TooManyTriesError) as refused:
        door.knock(NOW - timedelta(seconds=1))
    assert refused.value.until == NOW + limits.WINDOW


def test_counts_name_neither_address_nor_place(client, somebody):
    sign_in(client, "wrong")

    assert re.fullmatch(r"[0-9a-f]{64}", Tries.objects.get().key)


def test_counts_are_forgotten_when_their_window_is_over(db):
    Door("old", most=5).knock(NOW - limits.WINDOW)
    Door("new", most=5).knock(NOW)

    assert limits.tidy(NOW) == 1
    assert Tries.objects.get().key == "new"
