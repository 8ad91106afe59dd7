"""What a reader may ask of a list: other fields, another language, other pages, or only whether it is new."""

import pytest

from actionplan.api.activities import ActivityFilter
from foundation.constraints import check_now
from foundation.ledger.audience import STAFF
from foundation.ledger.services import record
from tests.factories.actionplan import ActivityFactory
from tests.factories.parties import actor

pytestmark = pytest.mark.django_db
DOMAINS, ACTIVITIES = "/api/v1/jvap-domains/", "/api/v1/activities/"


def test_pages_lead_forth_and_back_over_the_whole_list(client):
    whole = client.get(DOMAINS).json()["results"]
    first = client.get(DOMAINS, {"page_size": 2, "count": "true"}).json()
    second = client.get(first["next"])
    third = client.get(second.json()["next"]).json()
    back = client.get(third["previous"]).json()

    assert (first["count"], first["previous"], third["next"]) == (5, None, None)
    assert first["results"] + second.json()["results"] + third["results"] == whole
    assert back["results"] == second.json()["results"]
    assert client.get(back["previous"]).json()["results"] == first["results"]
    assert second["Link"].count("rel=") == 2
    assert 'rel="next"' in second["Link"]


def test_fields_are_chosen_in_the_order_of_the_description(client):
    ActivityFactory(title_en="Training", title_fr="Formation")

    row = client.get(ACTIVITIES, {"fields": "title,uuid", "language": "fr"}).json()["results"][-1]

    assert [*row] == ["uuid", "title"]
    assert row["title"] == "Formation"


@pytest.mark.parametrize(
    "given", [{"fields": "title,password"}, {"fields": ""}, {"include": "x"}, {"count": "yes"}, {"ordering": "state"}]
)
def test_what_a_list_does_not_offer_is_refused_at_its_parameter(given, client):
    answer = client.get(ACTIVITIES, given)

    assert answer.status_code == 400
    assert [error["attr"] for error in answer.json()["errors"]] == [*given]


def test_filters_are_made_for_whoever_asks_for_one(client, monkeypatch):
    made = []
    make = ActivityFilter.__init__
    monkeypatch.setattr(
        ActivityFilter, "__init__", lambda self, *said, **more: made.append(1) or make(self, *said, **more)
    )
    done = ActivityFactory(state="completed")

    client.get(ACTIVITIES, {"page_size": 1})
    assert made == []

    found = client.get(ACTIVITIES, {"state": "completed", "page_size": 200}).json()["results"]
    assert str(done.uuid) in {row["uuid"] for row in found}
    assert {row["state"] for row in found} == {"completed"}


def test_method_that_is_not_there_is_told_before_a_parameter_is(client):
    answer = client.post(f"{ACTIVITIES}?cursor=nowhere&nothing=1&format=csv")

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_list_is_not_sent_again_until_something_was_recorded(client):
    activity = ActivityFactory()
    tag = client.get(ACTIVITIES)["ETag"]

    assert client.get(ACTIVITIES, headers={"if-none-match": tag}).status_code == 304
    assert client.get(f"{ACTIVITIES}?language=fr", headers={"if-none-match": tag}).status_code == 200
    record(activity, "activity.changed", actor=actor("secretariat_officer"), audience=STAFF)
    check_now("ledger_seal")
    assert client.get(ACTIVITIES, headers={"if-none-match": tag}).status_code == 200


def test_copy_in_one_form_is_no_copy_in_another(client):
    ActivityFactory()
    answer = client.get(ACTIVITIES)

    table = client.get(ACTIVITIES, headers={"accept": "text/csv", "if-none-match": answer["ETag"]})

    assert (table.status_code, table["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert all("Accept" in one["Vary"].split(", ") for one in (answer, table))
