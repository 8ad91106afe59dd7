"""The frame of every page leads where its reader has something to do, and nowhere else."""

import pytest
from django.urls import reverse

from tests.factories.parties import person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "leads"),
    [
        ("focal_point", True),
        ("cabinet", True),
        ("both_hats", True),
        ("just_ended", True),
        ("presidency_current", False),
        ("secretariat_officer", False),
    ],
)
def test_the_portal_is_shown_to_whom_it_has_something_to_say(role, leads, client):
    client.force_login(person(role))

    page = client.get(reverse("home")).content.decode()

    assert page.count('href="/portal/"') == (2 if leads else 0)


def test_who_has_not_signed_in_is_led_to_the_door(client):
    page = client.get(reverse("home")).content.decode()

    assert 'href="/portal/"' not in page
    assert reverse("account_login") in page
