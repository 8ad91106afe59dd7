"""What a participant's own system reads: its contributions, answers and questions; staff read what was received."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import Contribution
from tests.factories.parties import PartyFactory, person
from tests.factories.reports import answered, drafted, opened_round, questioned, submitted

pytestmark = pytest.mark.django_db
CONTRIBUTIONS, ANSWERS, QUESTIONS = (f"/api/v1/{name}/" for name in ("contributions", "answers", "questions"))


def listed(client, address, **asked):
    return client.get(address, asked).json()["results"]


def test_own_draft_is_read_with_its_answers(client):
    party = PartyFactory()
    draft = answered(drafted(party, opened_round(party)), summary="What was done.")
    client.force_login(person("focal_point", party))

    [contribution] = listed(client, CONTRIBUTIONS)
    [answer] = listed(client, ANSWERS, contribution=draft.uuid)

    assert (contribution["uuid"], contribution["state"]) == (str(draft.uuid), "draft")
    assert (answer["text"], answer["contribution"], answer["version"]) == ("What was done.", str(draft.uuid), 1)


def test_staff_read_what_was_received_and_no_answer_being_written(client):
    sending, drafting = PartyFactory(), PartyFactory()
    opened = opened_round(sending, drafting)
    sent = submitted(sending, opened)
    answered(drafted(drafting, opened), summary="Not yet.")
    client.force_login(person("secretariat_officer"))

    assert [one["uuid"] for one in listed(client, CONTRIBUTIONS)] == [str(sent.uuid)]
    assert listed(client, ANSWERS) == []


@pytest.mark.parametrize("name", ["state", "status", "party", "submitted_at", "ordering"])
def test_no_parameter_compares_participants(name, client):
    assert client.get(CONTRIBUTIONS, {name: "submitted"}).status_code == 400


def test_steps_are_told_with_why_they_are_not_possible(client):
    party = PartyFactory()
    draft = drafted(party, opened_round(party))

    told = {}
    for role in ("focal_point", "contributor"):
        client.force_login(person(role, party))
        steps = client.get(f"{CONTRIBUTIONS}{draft.uuid}/").json()["available_transitions"]
        told[role] = {one["name"]: (one["possible"], one["reason"]) for one in steps}

    assert told["focal_point"] == dict.fromkeys(["delete-draft", "submit", "declare-nothing"], (True, None))
    assert told["contributor"]["submit"] == (False, "Your office does not allow this step.")


def test_question_is_read_with_the_steps_that_answer_it(client):
    party = PartyFactory()
    asked = questioned(party, opened_round(party))
    client.force_login(person("focal_point", party))

    [question] = listed(client, QUESTIONS)

    assert (question["uuid"], question["asked"], question["state"]) == (str(asked.uuid), "How many?", "open")
    assert [one["name"] for one in question["available_transitions"]] == ["reply", "nothing-to-add"]


@pytest.mark.parametrize("address", [CONTRIBUTIONS, ANSWERS, QUESTIONS])
def test_list_costs_the_same_however_many_rows(address, client):
    party = PartyFactory()
    focal_point = person("focal_point", party)
    costs = set()
    for rows in (1, 3):
        while Contribution.objects.filter(party=party).count() < rows:
            questioned(party, opened_round(party))
        client.force_login(focal_point)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert len(listed(client, address)) == rows
        costs.add(len(captured))

    assert len(costs) == 1
