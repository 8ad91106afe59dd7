"""Rounds of one plan that ask about the same days: said while the period can be changed, and never refused."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.parties import PartyFactory
from tests.factories.reports import AddresseeFactory, RoundFactory, fresh, opened_round
from tests.posted import of_workbench

pytestmark = pytest.mark.django_db
NOW = timezone.now()
NEXT_YEAR = {"period_begins_on": "2026-01-01", "period_ends_on": "2026-12-31"}
FROM_LAST_DAY = {"period_begins_on": "2025-12-31", "period_ends_on": "2026-12-31"}
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90)}


@pytest.fixture
def open_round():
    return opened_round(PartyFactory(), now=NOW, **AHEAD)


def change(round_):
    return reverse("admin:reports_round_change", args=[round_.pk])


def step(round_, name):
    return reverse("admin:reports_round_step", args=[round_.pk, name])


def test_round_that_is_opened_says_which_other_asks_about_its_days(officer, open_round):
    second = RoundFactory(plan=open_round.plan, **AHEAD, **FROM_LAST_DAY)
    AddresseeFactory(round=second, party=PartyFactory())

    (told,) = officer.get(step(second, "open")).context["warnings"]
    opened = officer.post(step(second, "open"), {"seen_version": second.version})

    assert "asks about days of this period too" in told
    assert change(open_round) in told
    assert "1 January – 31 December 2025" in told
    assert (opened.status_code, fresh(second).state) == (302, "open")


def test_round_that_is_prepared_says_so_as_soon_as_it_is_saved(officer, open_round):
    second = RoundFactory(plan=open_round.plan, **AHEAD, **NEXT_YEAR)

    typed = of_workbench(officer.get(change(second))) | {"period_begins_on": "2025-12-01"}
    page = officer.post(change(second), typed, follow=True)

    told = [str(message) for message in page.context["messages"]]
    assert [change(open_round) in sentence for sentence in told].count(True) == 1


@pytest.mark.parametrize(
    ("of_same_plan", "period", "is_open"), [(True, NEXT_YEAR, True), (False, {}, True), (True, {}, False)]
)
def test_nothing_is_said_of_other_days_of_other_plans_nor_of_what_is_not_open(officer, of_same_plan, period, is_open):
    other = opened_round(PartyFactory()) if is_open else RoundFactory()
    plan = {"plan": other.plan} if of_same_plan else {}

    page = officer.get(step(RoundFactory(**plan, **period), "open"))

    assert page.context["warnings"] == []
