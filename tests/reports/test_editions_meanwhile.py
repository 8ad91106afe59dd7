"""Pages opened before a round moved to its next edition: what was typed in them is kept, however it is sent."""

import json

import pytest
from django.urls import reverse

from reports.models import TemplateQuestion
from reports.names import ending, name_beside, shortened
from reports.selectors.asked import asked_sections
from reports.services.handing import choose_writers, hand_over
from tests.factories.parties import actor, appoint, person
from tests.factories.reports import answered, drafted, fresh, opened_round
from tests.reports.test_editions import AHEAD, NOW, move, next_edition, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(party, activity):
    return opened_round(party, plan=activity.objective.plan, **AHEAD)


@pytest.fixture
def begun(party, round_):
    return drafted(party, round_)


@pytest.fixture
def office(client, party):
    client.force_login(person("focal_point", party))
    return client


def names(contribution):
    """By the code of its question, what each field is called."""
    items = [item for section in asked_sections(fresh(contribution)) for item in section.questions]
    return {item.question.code: item.name for item in items}


def goes_on(round_):
    """`summary` is asked in other words; `needs`, and `progress` of each activity, are asked no more."""
    new = next_edition(round_)
    TemplateQuestion.objects.filter(section__template=new, code="progress").delete()
    move(round_, actor("secretariat_officer"))


def typed(fields, versions=0, **words):
    """A whole form with these words in it."""
    posted = {name_beside("v", name): str(versions) for name in fields.values()} | {"language": "en"}
    return posted | {name: words.get(code, "") for code, name in fields.items()}


def url(page, contribution, **more):
    return reverse(f"portal-{page}", kwargs={"uuid": contribution.uuid, **more})


@pytest.mark.parametrize("code", ["summary", "needs", "progress"])
def test_a_field_saves_itself_under_the_name_of_before(office, begun, round_, code):
    address = url("autosave", begun, name=names(begun)[code])
    goes_on(round_)

    saved = office.post(address, {"text": "Typed before.", "version": 0})

    assert (saved.status_code, saved.json()["state"]) == (200, "saved")
    assert texts(begun) == {code: "Typed before."}


def test_a_colleague_bound_to_a_section_saves_there_and_nowhere_else(client, begun, round_, party):
    by, colleague = actor("focal_point", party), appoint("contributor", party)
    general = asked_sections(begun)[0].name
    hand_over(begun, actor=by, now=NOW, places=[general], to=colleague.uuid)
    choose_writers(begun, actor=by, seen=False, only_where_handed=True)
    addresses = {code: url("autosave", begun, name=names(begun)[code]) for code in ("needs", "progress")}
    client.force_login(colleague)
    goes_on(round_)

    answers = {code: client.post(to, {"text": "Mine.", "version": 0}).status_code for code, to in addresses.items()}

    assert answers == {"needs": 200, "progress": 403}
    assert texts(begun) == {"needs": "Mine."}


def test_the_form_keeps_what_was_typed_about_an_activity_where_it_is_asked_no_more(office, begun, round_):
    posted = typed(names(begun), progress="Half.")
    goes_on(round_)

    saved = office.post(url("form", begun), posted)

    assert saved.status_code == 302
    assert texts(begun) == {"progress": "Half."}


def test_a_form_that_is_refused_carries_what_is_asked_no_more(office, begun, round_):
    fields = names(begun)
    posted = typed(fields, progress="Half.", status="nowhere")
    goes_on(round_)

    refused = office.post(url("form", begun), posted)

    assert refused.status_code == 400
    assert f'name="{fields["progress"]}" value="Half."' in refused.content.decode()


def test_two_texts_under_a_question_that_is_asked_no_more_are_both_shown(office, begun, round_):
    posted = typed(names(begun), needs="Ours.")
    answered(begun, needs="Theirs.")
    goes_on(round_)

    told = office.post(url("form", begun), posted)

    page = told.content.decode()
    assert told.status_code == 409
    assert "Yours was: Ours." in page
    assert "Theirs." in page
    assert texts(begun) == {"needs": "Theirs."}


def test_what_was_chosen_of_a_file_is_taken_in_under_the_questions_of_now(office, begun, round_):
    fields = names(begun)
    posted = {"language": "en"}
    for code, choice in {"summary": "file", "progress": "file", "needs": "stands"}.items():
        posted |= {fields[code]: f"About {code}.", name_beside("v", fields[code]): "0"}
        posted |= {name_beside("t", fields[code]): choice}
    goes_on(round_)

    taken = office.post(url("take-in", begun), posted)

    assert taken.status_code == 302
    assert texts(begun) == {"summary": "About summary.", "progress": "About progress."}


def test_two_texts_of_which_one_is_in_a_file_are_both_shown(office, begun, round_):
    name = names(begun)["needs"]
    posted = {"language": "en", name: "Ours.", name_beside("v", name): "0", name_beside("t", name): "file"}
    answered(begun, needs="Theirs.")
    goes_on(round_)

    told = office.post(url("take-in", begun), posted, follow=True)

    assert "Yours was: Ours." in told.content.decode()
    assert texts(begun) == {"needs": "Theirs."}


def test_a_browser_is_told_what_questions_were_called_before(office, begun, round_):
    before = {code: ending(shortened(uuid)) for code, uuid in _uuids(round_).items()}
    first = office.get(url("form", begun)).context["earlier_names"]
    goes_on(round_)

    told = json.loads(office.get(url("form", begun)).context["earlier_names"])

    now = {code: ending(shortened(uuid)) for code, uuid in _uuids(fresh(round_)).items()}
    assert first == "{}"
    assert {told[before["needs"]], told[before["progress"]]} == {""}
    assert told[before["summary"]] == now["summary"]


def _uuids(round_):
    asked = TemplateQuestion.objects.filter(section__template=round_.state_template)
    return dict(asked.values_list("code", "uuid"))
