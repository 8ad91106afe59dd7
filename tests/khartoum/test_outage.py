"""The database goes away in the middle of a request: 503 in the reader's language, and the next request is answered."""

import pytest
from django.test import Client

from foundation.accounts.sessions import SessionStore
from foundation.api.views import ReadViewSet
from khartoum.pages import views
from tests.factories.parties import person

pytestmark = pytest.mark.django_db(transaction=True)
SAID = {
    "en": "Back in a few minutes",
    "fr": "De retour dans quelques minutes",
    "ar": "نعود بعد بضع دقائق",
}


def browser(language="en"):
    return Client(raise_request_exception=False, headers={"accept-language": language})


@pytest.mark.parametrize("language", SAID)
def test_page_says_so_and_the_next_one_is_answered(in_the_middle, language):
    in_the_middle(views, "chain_of")
    reader = browser(language)

    answer, again = reader.get("/chain/"), reader.get("/chain/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert f'<html lang="{language}"' in answer.content.decode()
    assert SAID[language] in answer.content.decode()
    assert again.status_code == 200


def test_partner_system_is_told_in_the_one_shape(in_the_middle):
    in_the_middle(ReadViewSet, "get_queryset")
    reader = browser("fr")

    answer, again = reader.get("/api/v1/meetings/"), reader.get("/api/v1/meetings/")

    assert (answer.status_code, answer["Retry-After"], again.status_code) == (503, "30", 200)
    assert answer.json()["type"] == "server_error"
    assert [(one["code"], one["attr"]) for one in answer.json()["errors"]] == [("unavailable", None)]
    assert "perdu" in answer.json()["errors"][0]["detail"]


@pytest.mark.parametrize("address", ["/portal/", "/admin/", "/api/v1/meetings/"])
def test_it_may_go_away_before_anything_of_the_page_is_reached(in_the_middle, address):
    reader = browser()
    reader.force_login(person("presidency_current"))
    in_the_middle(SessionStore, "load")

    answer, again = reader.get(address), reader.get(address)

    assert answer.status_code == 503
    assert again.status_code in {200, 302}
