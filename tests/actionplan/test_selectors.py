"""What pages show of a plan: its activities with their counts, its balance over the domains, and its gaps."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan.selectors import activities_of, distribution, paragraphs_nobody_serves, programme_counts
from tests.factories.actionplan import (
    ActivityFactory,
    FundingFactory,
    MilestoneFactory,
    ObjectiveFactory,
    PlanFactory,
)
from tests.factories.meetings import OutcomeTextFactory, ParagraphFactory
from tests.factories.parties import PartyFactory, actor, term_in_chair

pytestmark = pytest.mark.django_db


@pytest.fixture
def objective():
    return ObjectiveFactory()


@pytest.fixture
def nobody():
    return actor("anonymous")


def shares(plan, who):
    return [
        (share.domain.number, share.activities, share.participants, share.funding) for share in distribution(plan, who)
    ]


def queries_of(read):
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def test_activity_counts_its_milestones_without_the_dropped_ones(objective, nobody):
    activity = ActivityFactory(objective=objective, domains=[1, 2])
    MilestoneFactory(activity=activity)
    MilestoneFactory(activity=activity, state="reached", reached_on="2026-01-05")
    MilestoneFactory(activity=activity, state="dropped")

    found = activities_of(objective.plan, nobody).get()

    assert (found.milestones_in_all, found.milestones_reached) == (2, 1)


def test_superseded_activities_and_those_of_other_plans_are_not_listed(objective, nobody):
    standing = ActivityFactory(objective=objective)
    ActivityFactory(objective=objective, superseded_by=standing)
    ActivityFactory()

    assert list(activities_of(objective.plan, nobody)) == [standing]


def test_paragraphs_of_a_draft_text_are_not_shown_with_the_activity(objective, nobody):
    adopted = ParagraphFactory(outcome_text__state="adopted")
    ActivityFactory(objective=objective, paragraphs=[adopted, ParagraphFactory(outcome_text__state="draft")])

    assert list(activities_of(objective.plan, nobody).get().paragraphs.all()) == [adopted]


def test_balance_stands_in_the_order_of_the_domains_and_shows_empty_ones(objective, nobody):
    lead, helper = PartyFactory(), PartyFactory()
    first = ActivityFactory(objective=objective, domains=[1, 3], lead=lead, supporting=[helper])
    second = ActivityFactory(objective=objective, domains=[3], lead=lead)
    ActivityFactory(objective=objective, domains=[5], state="cancelled")
    for amount, currency in ((100, "EUR"), (50, "EUR"), (7, "CHF")):
        FundingFactory(activity=first, amount=amount, currency=currency)
    FundingFactory(activity=second, amount="0.50")

    assert shares(objective.plan, nobody) == [
        (1, 1, 2, {"CHF": Decimal(7), "EUR": Decimal(150)}),
        (2, 0, 0, {}),
        (3, 2, 2, {"CHF": Decimal(7), "EUR": Decimal("150.50")}),
        (4, 0, 0, {}),
        (5, 0, 0, {}),
    ]


def test_balance_of_a_draft_plan_is_empty_for_the_public(nobody):
    objective = ObjectiveFactory(plan=PlanFactory(is_published=False))
    ActivityFactory(objective=objective)

    assert [share.activities for share in distribution(objective.plan, nobody)] == [0] * 5
    assert [share.activities for share in distribution(objective.plan, actor("secretariat_officer"))] == [1, 0, 0, 0, 0]


@pytest.mark.parametrize("read", [lambda plan, who: list(activities_of(plan, who)), distribution])
def test_queries_do_not_grow_with_the_activities(read, objective, nobody):
    ActivityFactory.create_batch(3, objective=objective, supporting=[PartyFactory()])
    few = queries_of(lambda: read(objective.plan, nobody))
    ActivityFactory.create_batch(6, objective=objective, supporting=[PartyFactory()])

    assert queries_of(lambda: read(objective.plan, nobody)) == few


def test_operative_paragraphs_nobody_serves_are_named_in_their_order(objective, nobody):
    text = OutcomeTextFactory(state="adopted")
    served, cancelled, free = (ParagraphFactory(outcome_text=text, position=position) for position in (1, 2, 3))
    ParagraphFactory(outcome_text=text, part="preamble")
    ActivityFactory(objective=objective, paragraphs=[served])
    ActivityFactory(objective=objective, paragraphs=[cancelled], state="cancelled")

    assert paragraphs_nobody_serves(text, nobody) == [cancelled, free]
    assert paragraphs_nobody_serves(text, nobody, plans=[PlanFactory()]) == [served, cancelled, free]


def test_account_of_a_programme_counts_every_status(objective, nobody):
    term = term_in_chair()
    before = programme_counts(term.pk, nobody)
    ActivityFactory(objective=objective, presidency=term, state="completed")

    after = programme_counts(term.pk, nobody)

    assert after["completed"] == before["completed"] + 1
    assert list(after) == ["planned", "ongoing", "completed", "delayed", "cancelled", "carried_over"]
