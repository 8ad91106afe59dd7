"""What partner systems read of the plan: the same as everybody else may, by stable identities, in three languages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.actionplan import (
    ActivityFactory,
    FrameworkLinkFactory,
    FundingFactory,
    IndicatorFactory,
    IndicatorTargetFactory,
    IndicatorValueFactory,
    MilestoneFactory,
    ObjectiveFactory,
    PlanFactory,
)
from tests.factories.meetings import MeetingFactory, ParagraphFactory
from tests.factories.parties import PartyFactory, person, term_in_chair

pytestmark = pytest.mark.django_db
PLANS, ACTIVITIES, DOMAINS = "/api/v1/plans/", "/api/v1/activities/", "/api/v1/jvap-domains/"


def rich_activity(**given):
    activity = ActivityFactory(
        **given,
        domains=[2, 4],
        paragraphs=[ParagraphFactory(outcome_text__state="adopted"), ParagraphFactory(outcome_text__state="draft")],
        supporting=[PartyFactory()],
        presidency=term_in_chair(),
    )
    MilestoneFactory(activity=activity)
    FundingFactory(activity=activity, amount="12.50", party=activity.lead)
    FrameworkLinkFactory(activity=activity)
    indicator = IndicatorFactory(activity=activity)
    IndicatorTargetFactory(indicator=indicator)
    IndicatorValueFactory(indicator=indicator)
    return activity


def test_activity_says_all_it_holds(client):
    activity = rich_activity()

    answer = client.get(f"{ACTIVITIES}{activity.uuid}/").json()

    assert answer["uuid"] == str(activity.uuid)
    assert answer["plan"] == str(activity.objective.plan.uuid)
    assert answer["objective"]["code"] == activity.objective.code
    assert answer["title"] == {"en": activity.title_en, "fr": "", "ar": ""}
    assert [domain["number"] for domain in answer["domains"]] == [2, 4]
    assert answer["lead"]["code"] == activity.lead.code
    assert len(answer["supporting"]) == 1
    assert answer["presidency"]["code"] == term_in_chair().code
    assert answer["milestones"][0]["due_on"] == "2026-06-01"
    assert answer["funding"][0]["amount"] == "12.50"
    assert answer["funding"][0]["party"] == str(activity.lead.uuid)
    assert answer["framework_links"][0].keys() == {"uuid", "framework", "code"}
    assert answer["indicators"][0]["targets"][0]["value"] == "100.00"
    assert answer["indicators"][0]["values"][0]["value"] == "40.00"
    assert answer["superseded_by"] is None
    assert "id" not in answer


def test_paragraphs_of_draft_texts_are_not_named(client):
    activity = rich_activity()
    seen = activity.paragraphs.get(outcome_text__state="adopted")

    paragraphs = client.get(f"{ACTIVITIES}{activity.uuid}/").json()["paragraphs"]

    assert [paragraph["uuid"] for paragraph in paragraphs] == [str(seen.uuid)]
    assert paragraphs[0]["outcome_text"] == str(seen.outcome_text.uuid)


def test_successor_in_a_draft_plan_is_not_named(client):
    drafted = ActivityFactory(objective__plan__is_published=False)
    activity = ActivityFactory(superseded_by=drafted, objective__superseded_by=drafted.objective)
    address = f"{ACTIVITIES}{activity.uuid}/"

    public = client.get(address).json()
    client.force_login(person("secretariat_officer"))
    staff = client.get(address).json()

    assert (public["superseded_by"], public["objective"]["superseded_by"]) == (None, None)
    assert (staff["superseded_by"], staff["objective"]["superseded_by"]) == (
        str(drafted.uuid),
        str(drafted.objective.uuid),
    )


def test_one_language_is_given_as_a_text(client):
    activity = ActivityFactory(title_en="Training", title_fr="Formation")

    answer = client.get(f"{ACTIVITIES}{activity.uuid}/", {"language": "fr"}).json()

    assert answer["title"] == "Formation"


@pytest.mark.parametrize(("role", "status"), [(None, 404), ("focal_point", 404), ("secretariat_officer", 200)])
def test_draft_plan_and_its_items_are_as_if_they_did_not_exist(role, status, client):
    activity = ActivityFactory(objective__plan__is_published=False)
    if role:
        client.force_login(person(role))

    answers = [client.get(f"{ACTIVITIES}{activity.uuid}/"), client.get(f"{PLANS}{activity.objective.plan.uuid}/")]

    assert [answer.status_code for answer in answers] == [status, status]


def test_plan_names_its_objectives_and_the_meeting_everybody_knows(client):
    convened, planned = MeetingFactory(state="convened"), MeetingFactory(state="planned")
    objective = ObjectiveFactory(plan__adopted_at=convened)
    other = PlanFactory(adopted_at=planned)

    answer = client.get(f"{PLANS}{objective.plan.uuid}/").json()

    assert answer["adopted_at"] == str(convened.uuid)
    assert [row["uuid"] for row in answer["objectives"]] == [str(objective.uuid)]
    assert client.get(f"{PLANS}{other.uuid}/").json()["adopted_at"] is None


def test_five_domains_are_public(client):
    answer = client.get(DOMAINS).json()

    assert [row["number"] for row in answer["results"]] == [1, 2, 3, 4, 5]
    assert all(set(row["title"]) == {"en", "fr", "ar"} for row in answer["results"])


@pytest.mark.parametrize("name", ["plan", "objective", "domain", "paragraph", "state"])
def test_activities_are_found_by_what_they_serve(name, client):
    activity = ActivityFactory(
        state="cancelled", domains=[5], paragraphs=[ParagraphFactory(outcome_text__state="adopted")]
    )
    ActivityFactory(objective=ObjectiveFactory(plan=activity.objective.plan))
    wanted = {
        "plan": activity.objective.plan.uuid,
        "objective": activity.objective.uuid,
        "domain": 5,
        "paragraph": activity.paragraphs.get().uuid,
        "state": "cancelled",
    }
    given = {"plan": wanted["plan"], name: wanted[name]}

    found = client.get(ACTIVITIES, given).json()["results"]

    assert str(activity.uuid) in [row["uuid"] for row in found]
    assert len(found) == (2 if name == "plan" else 1)


def test_paragraph_of_a_draft_text_finds_nothing(client):
    paragraph = ParagraphFactory(outcome_text__state="draft")
    ActivityFactory(paragraphs=[paragraph])

    assert client.get(ACTIVITIES, {"paragraph": paragraph.uuid}).json()["results"] == []


@pytest.mark.parametrize(
    "given", [{"domain": "9"}, {"state": "won"}, {"plan": "x"}, {"lead": "FR"}, {"ordering": "state"}, {"domain": "x"}]
)
def test_bad_filter_is_refused_in_a_sentence(given, client):
    response = client.get(ACTIVITIES, given)

    assert response.status_code == 400
    assert response.json()["errors"][0]["attr"] == next(iter(given))


def test_unchanged_activity_is_not_sent_again(client):
    activity = ActivityFactory()
    etag = client.get(f"{ACTIVITIES}{activity.uuid}/")["ETag"]

    assert client.get(f"{ACTIVITIES}{activity.uuid}/", headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_plan_is_only_read_here(method, client):
    activity = ActivityFactory()

    assert getattr(client, method)(f"{ACTIVITIES}{activity.uuid}/").status_code in {403, 405}


def test_list_needs_no_more_queries_with_more_activities(client):
    objective = ObjectiveFactory()
    counts = []
    for _round in range(2):
        rich_activity(objective=objective)
        with CaptureQueriesContext(connection) as captured:
            client.get(ACTIVITIES, {"plan": objective.plan.uuid})
        counts.append(len(captured))

    assert counts[0] == counts[1]
