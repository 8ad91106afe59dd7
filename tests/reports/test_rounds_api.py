"""What partner systems read of a round: public facts, the same for all, and nothing of any participant."""

import pytest
from django.utils import timezone

from tests.factories.meetings import MeetingFactory
from tests.factories.parties import PartyFactory, person
from tests.factories.reports import RoundFactory, drafted, opened_round, submitted

pytestmark = pytest.mark.django_db
ROUNDS = "/api/v1/rounds/"


def test_round_says_its_public_facts_and_nothing_more(client):
    som = MeetingFactory(state="convened")
    opened = opened_round(PartyFactory(), som=som)

    answer = client.get(f"{ROUNDS}{opened.uuid}/").json()

    assert answer.keys() == {
        "uuid",
        "version",
        "code",
        "plan",
        "title",
        "state",
        "period_begins_on",
        "period_ends_on",
        "opened_at",
        "due_at",
        "due_zone",
        "cutoff_at",
        "state_template",
        "organisation_template",
        "som",
        "ministerial",
        "previous",
    }
    assert (answer["state"], answer["due_zone"], answer["plan"]) == ("open", "Africa/Cairo", str(opened.plan.uuid))


@pytest.mark.parametrize(("role", "status"), [(None, 404), ("focal_point", 404), ("secretariat_officer", 200)])
def test_round_in_preparation_is_as_if_it_did_not_exist(role, status, client):
    made = RoundFactory()
    if role:
        client.force_login(person(role))

    assert client.get(f"{ROUNDS}{made.uuid}/").status_code == status


def test_answer_does_not_change_with_what_participants_do(client):
    sending, drafting = PartyFactory(), PartyFactory()
    opened = opened_round(sending, drafting)
    before = client.get(f"{ROUNDS}{opened.uuid}/")

    submitted(sending, opened)
    drafted(drafting, opened)
    after = client.get(f"{ROUNDS}{opened.uuid}/")

    assert (after.json(), after["ETag"]) == (before.json(), before["ETag"])


def test_copy_of_a_round_is_no_longer_the_present_one_once_the_meeting_it_goes_to_is_announced(client):
    som = MeetingFactory(state="planned")
    opened = opened_round(PartyFactory(), som=som)
    before = client.get(f"{ROUNDS}{opened.uuid}/")

    type(som).objects.filter(pk=som.pk).update(state="convened", convened_at=timezone.now())
    after = client.get(f"{ROUNDS}{opened.uuid}/", headers={"if-none-match": before["ETag"]})

    assert before.json()["som"] is None
    assert (after.status_code, after.json()["som"]) == (200, str(som.uuid))
    again = client.get(f"{ROUNDS}{opened.uuid}/", headers={"if-none-match": after["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_however_many_rounds(number, client, django_assert_num_queries):
    for _ in range(number):
        opened_round(PartyFactory(), som=MeetingFactory(state="convened"))

    with django_assert_num_queries(2):
        rows = client.get(ROUNDS).json()["results"]
    assert len(rows) == number


@pytest.mark.parametrize("parameter", ["party", "status", "order", "ordering", "sort"])
def test_no_parameter_compares_participants(parameter, client):
    assert client.get(ROUNDS, {parameter: "x"}).status_code == 400
