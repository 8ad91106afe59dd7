"""The Cairo Action Plan is there with its known themes, and everything made up in it says so."""

import pytest
from django.db.models import Count

from actionplan.models import Activity, FrameworkGoal, Funding, Indicator, JvapDomain, Milestone, Objective, Plan
from meetings.models import Paragraph

pytestmark = pytest.mark.django_db
ILLUSTRATIVE = {"is_illustrative": True, "objective__plan__code": "CAP"}


def test_three_plans_over_time_and_only_one_has_items():
    plans = Plan.objects.annotate(items=Count("objectives")).order_by("begins_on").values_list("code", "items")

    assert list(plans) == [("SHARM2015", 0), ("JVAP2015", 0), ("CAP", 5)]


def test_the_plan_was_adopted_at_the_ministerial_conference_in_cairo():
    assert Plan.objects.get(code="CAP").adopted_at.code == "MIN-2025-CAIRO"


def test_five_domains():
    assert list(JvapDomain.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_everything_made_up_is_marked_illustrative():
    assert not Activity.objects.filter(objective__plan__code="CAP", is_illustrative=False).exists()
    assert not Objective.objects.filter(plan__code="CAP", is_illustrative=False).exists()
    assert Plan.objects.get(code="CAP").is_illustrative is True


def test_every_activity_has_a_domain_a_paragraph_a_lead_and_a_measure():
    activities = Activity.objects.filter(**ILLUSTRATIVE)

    assert activities.count() == 15
    for name in ("domains", "paragraphs", "lead", "presidency", "milestones", "indicators", "framework_links"):
        assert not activities.filter(**{name: None}).exists(), name


def test_every_domain_is_served_and_three_paragraphs_are_not():
    activities = Activity.objects.filter(**ILLUSTRATIVE)
    operative = Paragraph.objects.filter(outcome_text__code="CAIRO-2025", part="operative")
    unserved = operative.exclude(pk__in=activities.values("paragraphs"))

    assert set(activities.values_list("domains__number", flat=True)) == {1, 2, 3, 4, 5}
    assert list(unserved.values_list("number", flat=True)) == ["1", "13", "14"]


def test_each_state_of_an_activity_but_cancelled_is_shown_and_no_state_is_shown_as_delayed():
    activities = Activity.objects.filter(**ILLUSTRATIVE)

    assert set(activities.values_list("state", flat=True)) == {
        "planned",
        "ongoing",
        "completed",
        "delayed",
        "carried_over",
    }
    assert not activities.filter(state__in=["delayed", "carried_over"], lead__kind="state").exists()


def test_a_milestone_has_a_day_exactly_when_it_was_reached():
    milestones = Milestone.objects.filter(activity__in=Activity.objects.filter(**ILLUSTRATIVE))

    assert not milestones.filter(state="reached", reached_on=None).exists()
    assert not milestones.exclude(state="reached").exclude(reached_on=None).exists()


def test_indicators_cover_levels_directions_and_words():
    indicators = Indicator.objects.filter(activity__in=Activity.objects.filter(**ILLUSTRATIVE))

    assert set(indicators.values_list("level", flat=True)) == {"output", "outcome", "impact"}
    assert set(indicators.values_list("direction", flat=True)) == {"up", "down"}
    assert set(indicators.values_list("aggregation", flat=True)) == {"sum", "latest", "none"}
    assert set(indicators.values_list("is_qualitative", flat=True)) == {True, False}
    assert not indicators.filter(targets=None).exists()


def test_money_and_outside_ids_are_plainly_made_up():
    activities = Activity.objects.filter(**ILLUSTRATIVE)

    assert not Funding.objects.filter(activity__in=activities).exclude(source__startswith="ILL-").exists()
    assert not activities.exclude(external_id="").exclude(external_id__startswith="ILL-").exists()


def test_frameworks_are_complete_where_they_are_closed_lists():
    counts = dict(FrameworkGoal.objects.order_by().values_list("framework__code").annotate(number=Count("id")))

    assert counts == {"GCM": 23, "SDG": 16, "AGENDA2063": 20, "JVAP": 11}
