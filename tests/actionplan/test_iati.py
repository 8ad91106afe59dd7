"""Activities as IATI 2.03: valid by the official schema, honest about what the plan knows, in all its languages."""

from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from actionplan.enums import ActivityState
from actionplan.iati import STATUS
from actionplan.models import Activity, IndicatorTarget, IndicatorValue, Plan
from khartoum.settings.base import BASE_DIR
from tests.factories.actionplan import ActivityFactory, FundingFactory, IndicatorFactory
from tests.factories.parties import PartyFactory, person

pytestmark = pytest.mark.django_db
ACTIVITIES = "/api/v1/activities/"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def official_schema() -> Path | None:
    """`shared/data/iati-2.03` beside the checkout, or beside the checkout that a worktree was made from."""
    git = BASE_DIR / ".git"
    around = [BASE_DIR]
    if git.is_file():
        around.append(Path(git.read_text().removeprefix("gitdir:").strip()).parents[2])
    folders = (place.parent / "shared" / "data" / "iati-2.03" for place in around)
    return next((folder / "iati-activities-schema.xsd" for folder in folders if folder.is_dir()), None)


def asked(client, **given):
    answer = client.get(ACTIVITIES, {"format": "iati", **given})
    assert answer["Content-Type"] == "application/iati+xml; charset=utf-8"
    return etree.fromstring(b"".join(answer.streaming_content))


def told(client, activity, **given):
    (found,) = asked(client, plan=activity.objective.plan.uuid, **given).findall("iati-activity")
    return found


def narratives(element):
    return {one.get(LANG): one.text for one in element.findall("narrative")}


def test_whole_list_is_valid_by_the_official_schema(client):
    path = official_schema()
    if path is None:
        pytest.skip("the official schema is not here: put shared/data/iati-2.03 beside the checkout")
    first = ActivityFactory(title_fr="Formation", title_ar="تدريب", begins_on=date(2026, 1, 1), is_illustrative=True)
    for state in ActivityState.values:
        activity = ActivityFactory(objective=first.objective, state=state, ends_on=date(2026, 9, 1))
        FundingFactory(activity=activity)
        for level in ("output", "outcome", "impact"):
            indicator = IndicatorFactory(activity=activity, level=level, baseline="1.00", baseline_year=2025)
            IndicatorTarget.objects.create(indicator=indicator, on=date(2027, 1, 1), value="100.00")
            IndicatorValue.objects.create(indicator=indicator, on=date(2026, 7, 1), text="Two & <three>")

    schema = etree.XMLSchema(etree.parse(path))
    schema.assertValid(asked(client))


def test_every_state_has_its_code_and_is_said_in_words():
    assert set(STATUS) == set(ActivityState)


@pytest.mark.parametrize(("state", "code", "word"), [("delayed", "1", "rescheduled"), ("completed", "4", "completed")])
def test_status_is_told_by_its_code_and_in_the_words_of_the_process(state, code, word, client):
    activity = told(client, ActivityFactory(state=state, begins_on=date(2026, 1, 1)))

    assert activity.find("activity-status").get("code") == code
    said = [narratives(one)["en"] for one in activity.findall("description[@type='4']")]
    assert said == [f"Status in the Khartoum Process: {word}"]


def test_illustrative_activity_says_so_in_its_narrative(client):
    activity = told(client, ActivityFactory(is_illustrative=True, title_en="Training", begins_on=date(2026, 1, 1)))

    assert narratives(activity.find("title"))["en"] == "Training (illustrative)"
    said = [narratives(one)["en"] for one in activity.findall("description[@type='4']")]
    assert "An illustrative entry, and no official text of the Process." in said


def test_texts_stand_in_their_languages_and_markup_is_text(client):
    activity = told(client, ActivityFactory(title_en="A < B & C\x0b", title_ar="تدريب", begins_on=date(2026, 1, 1)))

    assert narratives(activity.find("title")) == {"en": "A < B & C", "ar": "تدريب"}


def test_publisher_is_what_the_plan_says(client):
    activity = ActivityFactory(begins_on=date(2026, 1, 1))
    plan = activity.objective.plan
    before = told(client, activity)
    publisher = PartyFactory(kind="organisation", name_en="Publisher")
    Plan.objects.filter(pk=plan.pk).update(iati_publisher=publisher, iati_reference="XM-DAC-1")

    after = told(client, activity)

    assert before.find("reporting-org").get("ref") == "KHARTOUM-PROCESS"
    assert (after.find("reporting-org").get("ref"), after.find("reporting-org").get("type")) == ("XM-DAC-1", "40")
    assert narratives(after.find("reporting-org"))["en"] == "Publisher"
    assert after.findtext("iati-identifier") == f"XM-DAC-1-{plan.code}-{activity.code}"


def test_activity_without_a_day_is_told_with_the_first_day_of_its_plan_and_says_so(client):
    activity = ActivityFactory(begins_on=None, ends_on=None)
    Plan.objects.filter(pk=activity.objective.plan.pk).update(begins_on=date(2025, 4, 9))

    day = told(client, activity).find("activity-date")

    assert (day.get("type"), day.get("iso-date")) == ("1", "2025-04-09")
    assert narratives(day)["fr"].startswith("Le premier jour du plan")


def test_leading_and_supporting_participants_have_their_roles(client):
    activity = ActivityFactory(begins_on=date(2026, 1, 1))
    activity.supporting.add(PartyFactory(kind="organisation"))

    roles = [(one.get("role"), one.get("type")) for one in told(client, activity).findall("participating-org")]

    assert roles == [("2", "10"), ("4", "40")]


def test_activities_of_a_draft_plan_are_for_staff_alone(client):
    activity = ActivityFactory(begins_on=date(2026, 1, 1))
    Plan.objects.filter(pk=activity.objective.plan.pk).update(is_published=False)

    before = asked(client, plan=activity.objective.plan.uuid).findall("iati-activity")
    client.force_login(person("secretariat_officer"))

    assert before == []
    assert told(client, activity) is not None


def test_fields_are_not_chosen_of_a_file(client):
    answer = client.get(ACTIVITIES, {"format": "iati", "fields": "uuid"})

    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "fields")


def test_number_of_queries_does_not_follow_from_the_number_of_activities(client, django_assert_num_queries):
    first = ActivityFactory(begins_on=date(2026, 1, 1))
    for more in (0, 2, 97):
        for _each in range(more):
            ActivityFactory(objective=first.objective, begins_on=date(2026, 1, 1))
        with django_assert_num_queries(4):
            found = asked(client, plan=first.objective.plan.uuid)
        assert len(found) == Activity.objects.filter(objective=first.objective).count()
