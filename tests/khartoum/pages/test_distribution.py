"""The balance of a plan over the five domains, as far as its reader may see the plan."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khartoum.pages.distribution import distribution_of
from tests.factories.actionplan import ActivityFactory, FundingFactory, ObjectiveFactory, PlanFactory
from tests.factories.parties import PartyFactory, actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def objective():
    return ObjectiveFactory()


def shares(plan, role="anonymous"):
    return [(row.number, row.activities, row.participants, row.funding) for row in distribution_of(plan, actor(role))]


def test_balance_stands_in_the_order_of_the_domains_and_shows_empty_ones(objective):
    lead, helper = PartyFactory(), PartyFactory()
    first = ActivityFactory(objective=objective, domains=[1, 3], lead=lead, supporting=[helper])
    second = ActivityFactory(objective=objective, domains=[3], lead=lead)
    ActivityFactory(objective=objective, domains=[5], superseded_by=first)
    ActivityFactory(objective=objective, domains=[4], state="cancelled")
    for amount, currency in ((100, "EUR"), (50, "EUR"), (7, "CHF")):
        FundingFactory(activity=first, amount=amount, currency=currency)
    FundingFactory(activity=second, amount="0.50")

    assert shares(objective.plan) == [
        (1, 1, 2, [("CHF", Decimal(7)), ("EUR", Decimal(150))]),
        (2, 0, 0, []),
        (3, 2, 2, [("CHF", Decimal(7)), ("EUR", Decimal("150.50"))]),
        (4, 0, 0, []),
        (5, 0, 0, []),
    ]


def test_balance_of_a_draft_plan_is_empty_for_the_public():
    objective = ObjectiveFactory(plan=PlanFactory(is_published=False))
    ActivityFactory(objective=objective, domains=[1])

    assert [activities for _number, activities, _participants, _funding in shares(objective.plan)] == [0] * 5
    seen = shares(objective.plan, "secretariat_officer")
    assert [activities for _number, activities, _participants, _funding in seen] == [1, 0, 0, 0, 0]


def test_queries_do_not_grow_with_the_activities(objective):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            shares(objective.plan)
        return len(captured)

    ActivityFactory.create_batch(3, objective=objective, supporting=[PartyFactory()])
    few = queries()
    ActivityFactory.create_batch(6, objective=objective, supporting=[PartyFactory()])

    assert queries() == few
