"""A body that nobody can read is no reason to fail, in an API that takes none."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.parties import person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("opened", ["[", '{"a":'])
def test_json_nested_without_an_end_is_refused(opened):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("secretariat_officer"))

    answer = client.post(reverse("rounds-list"), opened * 100_000, content_type="application/json")

    assert (answer.status_code, answer.json()["type"]) == (403, "client_error")
