"""Known, unknown and closed addresses get the same answer, for the same work, at every door that asks for one."""

import re
from unittest import mock

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.urls import reverse

from foundation.outbox.models import Message
from tests.factories.parties import UserFactory
from tests.foundation.accounts.conftest import PASSWORD

ADDRESSES = ("amina@example.org", "nobody@example.org", "closed@example.org", "service@example.org")
VOLATILE = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|[\w.]+@example\.org')
DOORS = ("account_login", "account_reset_password", "account_ask_for_link")


@pytest.fixture
def people(somebody):
    UserFactory(email="closed@example.org", is_active=False, password=PASSWORD)
    UserFactory(email="service@example.org", is_service=True, password=PASSWORD)


def answer(client, door, address):
    client.cookies.clear()
    sent = {"login": address, "password": "not the password", "email": address}
    with mock.patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode) as hashed:
        got = client.post(reverse(door), sent)
    headers = {
        name: value for name, value in got.headers.items() if name not in {"X-Request-Id", "Content-Length", "Expires"}
    }
    return got.status_code, headers, VOLATILE.sub(b"~", got.content), sorted(got.cookies), hashed.call_count


@pytest.mark.parametrize("door", DOORS)
def test_every_address_gets_the_same_answer(client, people, door):
    known, *others = [answer(client, door, address) for address in ADDRESSES]

    assert known[-1] == 1, "one password is hashed, whether there is an account or not"
    assert others == [known, known, known]


def test_the_right_password_of_a_closed_account_is_no_other_than_a_wrong_one(client, people):
    right = client.post(reverse("account_login"), {"login": "closed@example.org", "password": PASSWORD})
    wrong = client.post(reverse("account_login"), {"login": "closed@example.org", "password": "not the password"})

    assert VOLATILE.sub(b"~", right.content) == VOLATILE.sub(b"~", wrong.content)


@pytest.mark.parametrize("door", DOORS[1:])
def test_only_who_may_sign_in_is_written_to(client, people, door):
    for address in ADDRESSES:
        client.post(reverse(door), {"email": address})

    assert [mail.to for mail in Message.objects.all()] == ["amina@example.org"]


def test_one_address_gets_three_mails_and_no_more(client, people):
    asked = [ADDRESSES[0], "AMINA@example.org", "amına@example.org"] * 3
    answers = {client.post(reverse("account_reset_password"), {"email": address}).status_code for address in asked}

    assert answers == {302}
    assert Message.objects.count() == 3


def test_who_asks_for_link_after_link_is_told_to_wait(client, db):
    answers = [client.post(reverse("account_reset_password"), {"email": f"n{n}@example.org"}) for n in range(21)]

    assert [one.status_code for one in answers] == [302] * 20 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
