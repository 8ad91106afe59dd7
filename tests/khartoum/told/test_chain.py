"""The chain as partner systems walk it: the same links as the page, in both directions, and for the same readers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan.models import Activity, ActivityFollowUp, Plan
from foundation.actors import anonymous
from khartoum.pages.chain import chain_of
from meetings.models import Meeting
from tests.factories.actionplan import ActivityFactory
from tests.factories.meetings import FollowUpFactory
from tests.factories.parties import person
from tests.factories.reports_consolidated import published, tabled

pytestmark = pytest.mark.django_db


def of_plan(client, plan, **given):
    return client.get(f"/api/v1/plans/{plan.uuid}/chain/", given)


def through(client, kind, row, **given):
    return client.get(f"/api/v1/chain/{kind}/{row.uuid}/", given)


def whole():
    """A report that went the whole way, with a follow-up that bears on an activity."""
    report = published()
    Meeting.objects.filter(state="held").update(state="concluded")
    follow_up = FollowUpFactory(decision=report.reviews.get().decision)
    activity = ActivityFactory(objective__plan=report.round.plan)
    ActivityFollowUp.objects.create(activity=activity, follow_up=follow_up)
    return report, follow_up, activity


def test_chain_of_a_plan_has_the_links_and_steps_of_its_page(client):
    report, follow_up, activity = whole()
    graph = chain_of(report.round.plan, anonymous())

    told = of_plan(client, report.round.plan).json()

    assert sorted(link["key"] for link in told["links"]) == sorted(graph.nodes)
    assert [(step["source"], step["target"]) for step in told["steps"]] == [(e.source, e.target) for e in graph.edges]
    assert told["returns"] == [{"source": f"follow_up:{follow_up.uuid}", "target": f"activity:{activity.uuid}"}]


def test_link_is_walked_in_both_directions(client):
    report, follow_up, _activity = whole()
    act = report.endorsements.get()

    told = through(client, "endorsement", act).json()

    assert told["link"] == f"endorsement:{act.uuid}"
    assert f"report:{report.uuid}" in told["above"]
    assert told["below"][-1] == f"follow_up:{follow_up.uuid}"
    assert {link["key"] for link in told["links"]} == {told["link"], *told["above"], *told["below"]}


def test_each_link_says_where_whoever_may_read_its_object_reads_it(client):
    report, _follow_up, _activity = whole()

    links = of_plan(client, report.round.plan).json()["links"]

    others = [link for link in links if link["kind"] != "contribution"]
    assert {client.get(link["url"]).status_code for link in others} == {200}
    assert len(others) < len(links)


def test_texts_are_told_in_three_languages_or_in_one(client):
    activity = Activity.objects.get(code="CAP-3.4")

    all_three, french = (through(client, "activity", activity, **given).json() for given in ({}, {"language": "fr"}))

    label = next(link["label"] for link in all_three["links"] if link["kind"] == "activity")
    assert label["fr"] == f"CAP-3.4 {activity.title_fr}"
    assert label["en"] == f"CAP-3.4 {activity.title_en}"
    assert label["fr"] in [link["label"] for link in french["links"]]


@pytest.mark.parametrize(("role", "status"), [(None, 404), ("focal_point", 200)])
def test_link_that_the_reader_may_not_see_is_missing(role, status, client):
    report = tabled()
    if role:
        client.force_login(person(role))

    assert through(client, "report", report).status_code == status


def test_plan_that_is_not_published_is_missing(client):
    plan = Plan.objects.get(code="CAP")
    Plan.objects.filter(pk=plan.pk).update(is_published=False)

    assert of_plan(client, plan).status_code == 404


def test_chain_is_not_sent_again_while_nothing_was_recorded(client):
    plan = Plan.objects.get(code="CAP")
    tag = of_plan(client, plan)["ETag"]

    assert client.get(f"/api/v1/plans/{plan.uuid}/chain/", headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("given", [{"language": "de"}, {"page_size": "1"}, {"fields": "plan"}, {"format": "csv"}])
def test_what_the_chain_does_not_offer_is_refused_at_its_parameter(given, client):
    answer = of_plan(client, Plan.objects.get(code="CAP"), **given)

    assert answer.status_code == 400
    assert [error["attr"] for error in answer.json()["errors"]] == [*given]


def test_number_of_queries_does_not_follow_from_the_size_of_the_plan(client):
    activity, counts = ActivityFactory(), set()
    for more in (0, 2, 97):
        for _each in range(more):
            ActivityFactory(objective=activity.objective)
        with CaptureQueriesContext(connection) as captured:
            of_plan(client, activity.objective.plan)
        counts.add(len(captured))

    assert len(counts) == 1
