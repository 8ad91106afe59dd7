"""What is answered to somebody who is signed in is kept by no cache on the way; what everybody reads may be."""

import pytest
from django.urls import reverse

from tests.factories.parties import person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["home", "chain", "search", "account_change_password", "rounds-list"])
def test_answer_to_somebody_is_kept_by_no_cache_on_the_way(name, client):
    client.force_login(person("focal_point"))

    assert "private" in client.get(reverse(name)).headers["Cache-Control"]


def test_answer_to_a_key_is_kept_by_no_cache_on_the_way(client):
    answer = client.get(reverse("rounds-list"), headers={"Authorization": "Bearer kp_nothing"})

    assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("name", ["home", "chain", "rounds-list"])
def test_what_everybody_reads_says_nothing_of_caches(name, client):
    assert "Cache-Control" not in client.get(reverse(name)).headers
