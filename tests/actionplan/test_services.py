"""Every change of the plan goes through one door: checked, versioned, told to the ledger, or not made at all."""

from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from actionplan.models import Activity, IndicatorValue, Milestone, Objective, Plan, PresidencyProgramme
from actionplan.services import activities, measures, plans, programmes
from foundation.errors import BrokenConstraint, IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry
from foundation.related import Related
from tests.factories.actionplan import (
    ActivityFactory,
    IndicatorFactory,
    MilestoneFactory,
    ObjectiveFactory,
    PlanFactory,
    ProgrammeFactory,
    domain,
)
from tests.factories.meetings import FollowUpFactory, ParagraphFactory
from tests.factories.parties import NOW, PartyFactory, actor, designated_term, term_in_chair

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def secretariat():
    return actor("secretariat_officer")


def told_of(obj):
    return list(LedgerEntry.objects.about(obj).values_list("kind", "audience"))


def version_of(obj):
    return type(obj).objects.get(pk=obj.pk).version


def new_activity(**given):
    return Activity(objective=ObjectiveFactory(**given), code="NEW", title_en="A new activity")


def save(activity, who, **given):
    given = {"version": None, "creating": True, **given}
    return activities.save_activity(activity, actor=who, **given)


# -- entering and changing ----------------------------------------------------------------------------------------


def test_activity_is_entered_with_all_it_serves_in_one_go(secretariat):
    paragraph, helper = ParagraphFactory(), PartyFactory()
    many = {"domains": [domain(2), domain(4)], "paragraphs": [paragraph], "supporting": [helper]}

    activity = save(new_activity(), secretariat, related=Related(many=many))

    assert list(activity.domains.values_list("number", flat=True)) == [2, 4]
    assert (activity.paragraphs.get(), activity.supporting.get()) == (paragraph, helper)
    assert told_of(activity) == [("activity.created", "public")]


def test_activity_of_a_draft_plan_is_told_to_staff_only(secretariat):
    activity = save(new_activity(plan__is_published=False), secretariat, related=Related(many={"domains": [domain(1)]}))

    assert told_of(activity) == [("activity.created", "staff")]


def test_activity_without_a_domain_is_refused_at_the_field_and_not_written(secretariat):
    with pytest.raises(BrokenConstraint) as refused:
        save(new_activity(), secretariat, related=Related(many={"domains": []}))

    assert refused.value.field == "domains"
    assert not Activity.objects.filter(code="NEW").exists()


def test_two_editors_of_one_version_do_not_overwrite_each_other(secretariat):
    stored = ActivityFactory()
    mine, yours = Activity.objects.get(pk=stored.pk), Activity.objects.get(pk=stored.pk)
    mine.title_en, yours.title_en = "Mine", "Yours"
    save(mine, secretariat, version=1, creating=False)

    with pytest.raises(StaleVersion):
        save(yours, secretariat, version=1, creating=False)

    stored.refresh_from_db()
    assert (stored.title_en, stored.version) == ("Mine", 2)


def test_step_taken_on_an_older_version_is_refused(secretariat):
    activity = ActivityFactory()
    activities.begin_activity(activity, actor=secretariat, version=1, now=NOW)

    with pytest.raises(StaleVersion):
        activities.complete_activity(activity, actor=secretariat, version=1, now=NOW)


@pytest.mark.parametrize("role", ["anonymous", "focal_point", "presidency_incoming", "presidency_outgoing"])
def test_nobody_else_writes_the_plan(role):
    who, activity, milestone, indicator = actor(role), ActivityFactory(), MilestoneFactory(), IndicatorFactory()
    plan, objective = PlanFactory.build(), ObjectiveFactory()
    attempts = [
        lambda: save(new_activity(), who, related=Related(many={"domains": [domain(1)]})),
        lambda: activities.begin_activity(activity, actor=who, version=1, now=NOW),
        lambda: activities.supersede_activity(activity, by=ActivityFactory(), actor=who, version=1, now=NOW),
        lambda: activities.tie_follow_up(activity, FollowUpFactory(), actor=who),
        lambda: measures.reach_milestone(milestone, actor=who, version=1, now=NOW, reached_on=TODAY),
        lambda: measures.save_indicator(indicator, actor=who, version=1, creating=False),
        lambda: plans.save_plan(plan, actor=who, version=None, creating=True),
        lambda: plans.publish_plan(PlanFactory(is_published=False), actor=who, version=1, now=NOW),
        lambda: plans.save_objective(objective, actor=who, version=1, creating=False),
        lambda: plans.supersede_objective(objective, by=ObjectiveFactory(), actor=who, version=1, now=NOW),
    ]

    for attempt in attempts:
        with pytest.raises(NotAllowed), transaction.atomic():
            attempt()

    assert version_of(activity) == version_of(milestone.activity) == 1


def test_plan_and_objective_are_entered_and_changed(secretariat):
    plan = plans.save_plan(Plan(code="NEXT", title_en="Next"), actor=secretariat, version=None, creating=True)
    objective = Objective(plan=plan, code="1", title_en="First")
    plans.save_objective(objective, actor=secretariat, version=None, creating=True)
    plan.title_en = "The next plan"

    plans.save_plan(plan, actor=secretariat, version=1, creating=False)

    assert told_of(plan) == [("plan.created", "staff"), ("plan.changed", "staff")]
    assert told_of(objective) == [("objective.created", "staff")]
    assert version_of(plan) == 2


def test_plan_is_published_once(secretariat):
    plan = PlanFactory(is_published=False)

    plans.publish_plan(plan, actor=secretariat, version=1, now=NOW)

    assert Plan.objects.get(pk=plan.pk).is_published
    assert told_of(plan) == [("plan.published", "public")]
    with pytest.raises(NotAllowed):
        plans.publish_plan(plan, actor=secretariat, version=2, now=NOW)


# -- steps ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "step", "after", "event"),
    [
        ("planned", activities.begin_activity, "ongoing", "activity.begun"),
        ("carried_over", activities.begin_activity, "ongoing", "activity.begun"),
        ("ongoing", activities.complete_activity, "completed", "activity.completed"),
        ("ongoing", activities.carry_over_activity, "carried_over", "activity.carried_over"),
        ("delayed", activities.cancel_activity, "cancelled", "activity.cancelled"),
        ("cancelled", activities.resume_activity, "ongoing", "activity.resumed"),
    ],
)
def test_step_changes_the_status_and_is_told(before, step, after, event, secretariat):
    activity = ActivityFactory(state=before)

    step(activity, actor=secretariat, version=1, now=NOW)

    activity.refresh_from_db()
    assert (activity.state, activity.version) == (after, 2)
    assert told_of(activity) == [(event, "public")]


def test_step_that_is_not_possible_says_so_and_changes_nothing(secretariat):
    activity = ActivityFactory(state="completed")

    with pytest.raises(IllegalTransition):
        activities.begin_activity(activity, actor=secretariat, version=1, now=NOW)

    assert version_of(activity) == 1


def test_rescheduled_activity_has_a_new_end_still_ahead(secretariat):
    activity, later = ActivityFactory(begins_on=TODAY, ends_on=TODAY), TODAY + timedelta(days=90)

    activities.reschedule_activity(activity, actor=secretariat, version=1, now=NOW, ends_on=later)

    activity.refresh_from_db()
    assert (activity.state, activity.get_state_display(), activity.ends_on) == ("delayed", "rescheduled", later)
    with pytest.raises(RuleBroken) as refused:
        activities.reschedule_activity(
            activity, actor=secretariat, version=2, now=NOW, ends_on=TODAY - timedelta(days=1)
        )
    assert refused.value.field == "ends_on"


def test_day_ahead_is_counted_on_the_clock_of_the_reader(secretariat):
    activity, evening = ActivityFactory(begins_on=TODAY, ends_on=TODAY), NOW.replace(hour=22)

    with timezone.override("Africa/Nairobi"), pytest.raises(RuleBroken):
        activities.reschedule_activity(activity, actor=secretariat, version=1, now=evening, ends_on=TODAY)


# -- superseding ----------------------------------------------------------------------------------------------------


def test_superseded_activity_stays_and_names_its_successor(secretariat):
    old, new = ActivityFactory(), ActivityFactory()

    activities.supersede_activity(old, by=new, actor=secretariat, version=1, now=NOW)

    old.refresh_from_db()
    assert old.superseded_by == new
    assert not Activity.objects.current().filter(pk=old.pk).exists()
    assert told_of(old) == [("activity.superseded", "public")]


def test_nothing_supersedes_in_a_circle(secretariat):
    old, new = ActivityFactory(), ActivityFactory()
    activities.supersede_activity(old, by=new, actor=secretariat, version=1, now=NOW)

    for successor in (old, new):
        with pytest.raises(RuleBroken) as refused:
            activities.supersede_activity(new, by=successor, actor=secretariat, version=1, now=NOW)
        assert refused.value.field == "by"


def test_what_was_superseded_is_not_edited_any_more(secretariat):
    old = ActivityFactory(superseded_by=ActivityFactory())

    with pytest.raises(NotAllowed):
        save(old, secretariat, version=1, creating=False)
    with pytest.raises(NotAllowed):
        activities.supersede_activity(old, by=ActivityFactory(), actor=secretariat, version=1, now=NOW)


def test_superseded_objective_stays(secretariat):
    old, new = ObjectiveFactory(), ObjectiveFactory()

    plans.supersede_objective(old, by=new, actor=secretariat, version=1, now=NOW)

    assert Objective.objects.get(pk=old.pk).superseded_by == new
    assert list(Objective.objects.current().filter(pk__in=[old.pk, new.pk])) == [new]


# -- measures -------------------------------------------------------------------------------------------------------


def test_reached_milestone_names_its_day_and_gives_the_activity_its_next_version(secretariat):
    milestone = MilestoneFactory()

    measures.reach_milestone(milestone, actor=secretariat, version=1, now=NOW, reached_on=TODAY)

    milestone.refresh_from_db()
    assert (milestone.state, milestone.reached_on) == ("reached", TODAY)
    assert version_of(milestone.activity) == 2
    assert told_of(milestone) == [("milestone.reached", "public")]


def test_milestone_is_not_reached_in_the_future(secretariat):
    milestone = MilestoneFactory()

    with pytest.raises(RuleBroken) as refused:
        measures.reach_milestone(milestone, actor=secretariat, version=1, now=NOW, reached_on=TODAY + timedelta(days=1))

    assert refused.value.field == "reached_on"


def test_milestone_is_dropped_and_pursued_again(secretariat):
    milestone = MilestoneFactory()

    measures.drop_milestone(milestone, actor=secretariat, version=1, now=NOW)
    measures.pursue_milestone(milestone, actor=secretariat, version=2, now=NOW)

    assert Milestone.objects.get(pk=milestone.pk).state == "planned"
    with pytest.raises(IllegalTransition):
        measures.pursue_milestone(milestone, actor=secretariat, version=3, now=NOW)


def test_milestone_step_on_an_older_version_of_its_activity_is_refused(secretariat):
    milestone = MilestoneFactory()
    activities.begin_activity(milestone.activity, actor=secretariat, version=1, now=NOW)

    with pytest.raises(StaleVersion):
        measures.drop_milestone(milestone, actor=secretariat, version=1, now=NOW)


def measure(indicator, who, *, version, **given):
    value = IndicatorValue(**given)
    related = Related(children=[("indicator", value)])
    return measures.save_indicator(indicator, actor=who, version=version, creating=False, related=related)


def test_value_of_an_indicator_is_recorded_once_a_day(secretariat):
    indicator, day = IndicatorFactory(), date(2026, 2, 1)

    measure(indicator, secretariat, version=1, on=day, value=Decimal("12.50"))

    assert IndicatorValue.objects.get(indicator=indicator).value == Decimal("12.50")
    assert version_of(indicator.activity) == 2
    with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
        measure(indicator, secretariat, version=2, on=day, value=Decimal(13))
    assert refused.value.constraint == "one_value_per_day"


@pytest.mark.parametrize(
    ("qualitative", "given", "field"),
    [(False, {"text": "many"}, "value"), (True, {"value": Decimal(3)}, "text")],
)
def test_value_speaks_the_language_of_its_indicator(qualitative, given, field, secretariat):
    indicator = IndicatorFactory(is_qualitative=qualitative)

    with pytest.raises(RuleBroken) as refused:
        measure(indicator, secretariat, version=1, on=TODAY, **given)

    assert refused.value.field == field
    assert version_of(indicator.activity) == 1


def test_follow_up_is_tied_to_an_activity_once(secretariat):
    activity, follow_up = ActivityFactory(), FollowUpFactory()

    activities.tie_follow_up(activity, follow_up, actor=secretariat)

    assert activity.follow_ups.get().follow_up == follow_up
    assert version_of(activity) == 2
    with pytest.raises(BrokenConstraint), transaction.atomic():
        activities.tie_follow_up(activity, follow_up, actor=secretariat)


# -- programmes -----------------------------------------------------------------------------------------------------


def test_incoming_presidency_drafts_its_programme_early():
    who, term = actor("presidency_incoming"), designated_term()
    programme = PresidencyProgramme(presidency=term, priorities_en="Skills")

    programmes.save_programme(programme, actor=who, version=None, creating=True)

    assert told_of(programme) == [("programme.created", "staff")]


def test_nobody_writes_the_programme_of_another_presidency():
    with pytest.raises(NotAllowed):
        programmes.save_programme(
            PresidencyProgramme(presidency=term_in_chair()),
            actor=actor("presidency_incoming"),
            version=None,
            creating=True,
        )


def test_programme_is_not_moved_to_another_term_by_its_author():
    who, programme = actor("presidency_incoming"), ProgrammeFactory()
    programme.presidency = term_in_chair()

    with pytest.raises(NotAllowed):
        programmes.save_programme(programme, actor=who, version=1, creating=False)


def test_programme_runs_from_draft_to_account(secretariat):
    programme = ProgrammeFactory()
    seen = []

    for version, step in enumerate(
        (
            programmes.consider_programme,
            programmes.agree_programme,
            programmes.revise_programme,
            programmes.consider_programme,
            programmes.agree_programme,
            programmes.account_for_programme,
        ),
        start=1,
    ):
        step(programme, actor=secretariat, version=version, now=NOW)
        seen.append(PresidencyProgramme.objects.visible_to(actor("anonymous")).filter(pk=programme.pk).exists())

    assert seen == [False, True, False, False, True, True]
    assert version_of(programme) == 7


def test_programme_that_was_considered_is_changed_only_after_a_revision(secretariat):
    programme = ProgrammeFactory(state="considered")
    programme.priorities_en = "Something else"

    with pytest.raises(IllegalTransition):
        programmes.save_programme(programme, actor=secretariat, version=1, creating=False)


@pytest.mark.parametrize(("zone", "allowed"), [("Pacific/Auckland", True), ("UTC", False)])
def test_milestone_is_reached_on_the_day_that_is_today_on_the_readers_clock(secretariat, zone, allowed):
    milestone, late = MilestoneFactory(), datetime(2026, 3, 2, 20, tzinfo=UTC)

    with timezone.override(zone), nullcontext() if allowed else pytest.raises(RuleBroken):
        measures.reach_milestone(milestone, actor=secretariat, version=1, now=late, reached_on=date(2026, 3, 3))
