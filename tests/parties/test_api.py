"""Participants and terms as partner systems read them."""

import pytest

from parties.models import Party
from tests.factories.parties import PartyFactory, PresidencyFactory

pytestmark = pytest.mark.django_db


def test_participants_stand_in_alphabetical_order_in_pages(client):
    first = client.get("/api/v1/parties/?page_size=10").json()
    second = client.get(first["next"]).json()

    names = [row["name"]["en"] for row in first["results"] + second["results"]]
    assert names[:3] == ["African Union Commission", "Austria", "Belgium"]
    assert len(names) == len(set(names)) == 20


def test_participant_is_named_in_three_languages_or_in_the_one_asked_for(client):
    party = PartyFactory()

    every = client.get(f"/api/v1/parties/{party.uuid}/").json()
    french = client.get(f"/api/v1/parties/{party.uuid}/?language=fr").json()

    assert every["name"] == {"en": party.name_en, "fr": party.name_fr, "ar": party.name_ar}
    assert french["name"] == party.name_fr
    assert "id" not in every


def test_terms_name_their_holders_and_how_sure_their_days_are(client):
    (term,) = [row for row in client.get("/api/v1/presidencies/").json()["results"] if row["code"] == "IT-2018"]

    assert [holder["party"]["code"] for holder in term["holders"]] == ["IT"]
    assert (term["begins_on"], term["begins_precision"]) == ("2018-01-01", "year")


@pytest.mark.parametrize("path", ["parties", "presidencies"])
def test_list_asks_no_more_with_more_rows(path, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(10) as few:
        client.get(f"/api/v1/{path}/")
    for _ in range(5):
        PresidencyFactory()

    with django_assert_max_num_queries(len(few)):
        client.get(f"/api/v1/{path}/")


def test_participants_stand_in_the_order_of_the_language_asked_for(client):
    first = client.get("/api/v1/parties/?language=fr&page_size=2").json()
    second = client.get(first["next"]).json()

    names = [row["name"] for row in first["results"] + second["results"]]
    assert names == list(Party.objects.alphabetical("fr").values_list("name_fr", flat=True)[:4])
    assert names[1] == "Allemagne"
