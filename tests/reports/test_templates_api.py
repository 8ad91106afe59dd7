"""Forms as partner systems read them: those a round has opened with, whole, for whoever may be asked to fill them."""

import pytest

from tests.factories.parties import PartyFactory, person
from tests.factories.reports import RoundFactory, opened_round

pytestmark = pytest.mark.django_db
TEMPLATES, QUESTIONS, ROUNDS = "/api/v1/templates/", "/api/v1/template-questions/", "/api/v1/rounds/"


def test_form_in_use_is_read_with_its_sections_and_questions(client):
    template = opened_round(PartyFactory()).state_template
    client.force_login(person("focal_point"))

    read = client.get(f"{TEMPLATES}{template.uuid}/").json()

    assert (read["audience"], read["is_frozen"]) == ("state", True)
    assert [section["code"] for section in read["sections"]] == [*template.sections.values_list("code", flat=True)]
    questions = [question["uuid"] for section in read["sections"] for question in section["questions"]]
    listed = client.get(QUESTIONS, {"template": template.uuid}).json()["results"]
    assert sorted(question["uuid"] for question in listed) == sorted(questions)
    assert {question["template"] for question in listed} == {str(template.uuid)}


@pytest.mark.parametrize(("role", "statuses"), [(None, (404, 404)), ("focal_point", (200, 404))])
def test_form_in_preparation_is_as_if_it_did_not_exist(role, statuses, client):
    used, prepared = opened_round(PartyFactory()).state_template, RoundFactory().state_template
    if role:
        client.force_login(person(role))

    assert tuple(client.get(f"{TEMPLATES}{one.uuid}/").status_code for one in (used, prepared)) == statuses


def test_round_names_its_forms_to_whoever_reads_them(client):
    opened = opened_round(PartyFactory())
    before = client.get(f"{ROUNDS}{opened.uuid}/").json()["state_template"]
    client.force_login(person("focal_point"))

    assert before is None
    assert client.get(f"{ROUNDS}{opened.uuid}/").json()["state_template"] == str(opened.state_template.uuid)
