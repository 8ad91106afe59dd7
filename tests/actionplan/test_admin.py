"""The plan in the workbench: kind refusals, steps as buttons, the rules of everywhere, a flat number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionplan.models import Activity, Indicator, Milestone, Objective, Plan, PresidencyProgramme
from tests.factories.actionplan import (
    ActivityFactory,
    FundingFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    MilestoneFactory,
    ObjectiveFactory,
    PlanFactory,
    ProgrammeFactory,
    domain,
)
from tests.factories.parties import PartyFactory, designated_term, person

pytestmark = pytest.mark.django_db
INLINES = ("milestones", "indicators", "funding", "framework_links")


def url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def form_of(activity=None, **given):
    values = {"code": "NEW", "title_en": "A new activity", "seen_version": ""}
    if activity is not None:
        values |= {
            "code": activity.code,
            "title_en": activity.title_en,
            "objective": activity.objective_id,
            "domains": [row.pk for row in activity.domains.all()],
            "seen_version": activity.version,
        }
    for inline in INLINES:
        values |= {f"{inline}-TOTAL_FORMS": 0, f"{inline}-INITIAL_FORMS": 0}
    return values | given


def test_activity_is_entered_with_its_children(officer):
    objective = ObjectiveFactory()
    given = form_of(objective=objective.pk, domains=[domain(2).pk])
    given |= {
        "milestones-TOTAL_FORMS": 1,
        "milestones-0-title_en": "First",
        "milestones-0-due_on": "2026-06-01",
        "funding-TOTAL_FORMS": 1,
        "funding-0-source": "A fund",
        "funding-0-amount": "12.50",
        "funding-0-currency": "EUR",
    }

    response = officer.post(url(Activity, "add"), given)

    assert response.status_code == 302, response.context["errors"]
    activity = Activity.objects.get(code="NEW")
    assert [row.number for row in activity.domains.all()] == [2]
    assert (activity.milestones.get().title_en, activity.funding.get().source) == ("First", "A fund")


def test_activity_without_a_domain_is_refused_kindly_and_keeps_what_was_typed(officer):
    response = officer.post(url(Activity, "add"), form_of(objective=ObjectiveFactory().pk))

    form = response.context["adminform"].form
    assert form.errors["domains"] == ["Choose at least one of the five JVAP domains."]
    assert form["title_en"].value() == "A new activity"
    assert not Activity.objects.filter(code="NEW").exists()


def test_rule_of_the_database_is_said_at_its_field(officer):
    activity = ActivityFactory()
    given = form_of(activity, begins_on="2026-05-02", ends_on="2026-05-01")

    response = officer.post(url(Activity, "change", activity.pk), given)

    assert response.context["adminform"].form.errors["ends_on"] == ["The end must not lie before the beginning."]
    activity.refresh_from_db()
    assert activity.begins_on is None


def test_rule_of_the_database_is_said_at_the_field_of_the_child_it_concerns(officer):
    activity = ActivityFactory()
    line = {"TOTAL_FORMS": 1, "0-source": "A fund", "0-amount": "-1", "0-currency": "EUR"}
    given = form_of(activity) | {f"funding-{name}": value for name, value in line.items()}

    response = officer.post(url(Activity, "change", activity.pk), given)

    funding = next(
        formset for formset in response.context["inline_admin_formsets"] if formset.formset.prefix == "funding"
    )
    assert funding.formset.errors == [{"amount": ["An amount is zero or more."]}]


def test_of_two_editors_the_second_is_told(officer):
    activity = ActivityFactory()
    address = url(Activity, "change", activity.pk)
    officer.post(address, form_of(activity, title_en="Mine"))

    response = officer.post(address, form_of(activity, title_en="Yours"))

    assert response.status_code == 409
    activity.refresh_from_db()
    assert (activity.title_en, activity.version) == ("Mine", 2)


def test_status_is_changed_by_buttons_only(officer):
    activity = ActivityFactory()
    officer.post(url(Activity, "change", activity.pk), form_of(activity, state="completed"))
    activity.refresh_from_db()
    assert activity.state == "planned"

    page = officer.get(url(Activity, "change", activity.pk))
    response = officer.post(url(Activity, "step", activity.pk, "begin"), {"seen_version": 2})

    labels = [str(step["label"]) for step in page.context["workbench_steps"]]
    assert labels == ["Begin", "Complete", "Reschedule", "Carry over", "Cancel the activity", "Supersede"]
    assert response.status_code == 302
    activity.refresh_from_db()
    assert activity.state == "ongoing"


def test_step_refused_is_said_with_its_status(officer):
    activity = ActivityFactory(state="completed")

    response = officer.post(url(Activity, "step", activity.pk, "begin"), {"seen_version": 1})

    assert response.status_code == 409


def test_rescheduling_asks_for_the_new_day(officer):
    activity = ActivityFactory()
    address = url(Activity, "step", activity.pk, "reschedule")

    empty = officer.post(address, {"seen_version": 1})
    past = officer.post(address, {"seen_version": 1, "ends_on": "2020-01-01"})
    ahead = officer.post(address, {"seen_version": 1, "ends_on": "2099-01-01"})

    assert [empty.status_code, past.status_code, ahead.status_code] == [400, 400, 302]
    assert past.context["form"].errors["ends_on"] == ["Choose a day that is still ahead."]


def test_activity_is_superseded_by_another_and_read_only_from_then_on(officer):
    old, new = ActivityFactory(), ActivityFactory()

    officer.post(url(Activity, "step", old.pk, "supersede"), {"seen_version": 1, "by": new.pk})
    page = officer.get(url(Activity, "change", old.pk))

    assert Activity.objects.get(pk=old.pk).superseded_by == new
    assert page.context["workbench_steps"] == []
    assert not page.context["has_change_permission"]


def test_nothing_is_deleted_from_the_plan(officer):
    for row in (ActivityFactory(), PlanFactory(), ObjectiveFactory(), ProgrammeFactory()):
        assert officer.post(url(type(row), "delete", row.pk), {"post": "yes"}).status_code == 403


def test_milestone_is_reached_on_its_own_page(officer):
    milestone = MilestoneFactory()

    page = officer.get(url(Milestone, "change", milestone.pk))
    officer.post(url(Milestone, "step", milestone.pk, "reach"), {"seen_version": 1, "reached_on": "2026-02-01"})

    assert [step["name"] for step in page.context["workbench_steps"]] == ["reach", "drop"]
    assert Milestone.objects.get(pk=milestone.pk).state == "reached"


def test_indicator_carries_the_version_of_its_activity(officer):
    value = IndicatorValueFactory()
    indicator = value.indicator
    address = url(Indicator, "change", indicator.pk)
    given = {
        "name_en": "People trained",
        "level": "output",
        "direction": "up",
        "aggregation": "latest",
        "seen_version": 1,
        "targets-TOTAL_FORMS": 1,
        "targets-INITIAL_FORMS": 0,
        "targets-0-on": "2027-01-01",
        "targets-0-value": "70",
        "values_seen-TOTAL_FORMS": 0,
        "values_seen-INITIAL_FORMS": 0,
    }

    first = officer.post(address, given)
    second = officer.post(address, {**given, "targets-0-on": "2028-01-01"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert indicator.targets.get().value == 70
    assert Activity.objects.get(pk=indicator.activity_id).version == 2


def test_point_that_says_nothing_is_refused_and_nothing_is_written(officer):
    indicator = IndicatorFactory()
    given = {
        "name_en": "Changed",
        "level": "output",
        "direction": "up",
        "aggregation": "latest",
        "seen_version": 1,
        "targets-TOTAL_FORMS": 0,
        "targets-INITIAL_FORMS": 0,
        "values_seen-TOTAL_FORMS": 1,
        "values_seen-INITIAL_FORMS": 0,
        "values_seen-0-on": "2026-02-01",
    }

    response = officer.post(url(Indicator, "change", indicator.pk), given)

    assert response.status_code == 400
    assert Indicator.objects.get(pk=indicator.pk).name_en == "People trained"


def test_incoming_presidency_writes_its_programme_and_no_plan(client):
    term = designated_term()
    client.force_login(person("presidency_incoming"))
    given = {"presidency": term.pk, "priorities_en": "Skills", "seen_version": ""}

    programme = client.post(url(PresidencyProgramme, "add"), given)
    activity = client.post(url(Activity, "add"), form_of(objective=ObjectiveFactory().pk, domains=[domain(1).pk]))
    page = client.get(url(Activity, "change", ActivityFactory().pk))

    assert (programme.status_code, activity.status_code) == (302, 403)
    assert PresidencyProgramme.objects.get(presidency=term).priorities_en == "Skills"
    assert page.context["workbench_steps"] == []


@pytest.mark.parametrize("model", [Plan, Objective, Activity, Milestone, Indicator, PresidencyProgramme])
@pytest.mark.parametrize("role", ["focal_point", "senior_official", "just_ended"])
def test_nobody_else_opens_these_pages(role, model, client):
    client.force_login(person(role))

    assert client.get(url(model, "changelist")).status_code in {302, 403, 404}


def queries_of_the_list(client):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url(Activity, "changelist"), {"all": ""})
    assert response.status_code == 200
    return len(captured)


def test_list_needs_no_more_queries_with_300_activities_than_with_30(officer):
    objective = ObjectiveFactory()
    make_activities(objective, 30)
    queries_of_the_list(officer)  # the first request fills the session
    few = queries_of_the_list(officer)
    make_activities(objective, 270)

    assert queries_of_the_list(officer) == few


def make_activities(objective, number):
    rows = ActivityFactory.build_batch(number, objective=objective, lead=PartyFactory())
    Activity.objects.bulk_create(rows)
    serves, domains = Activity.domains.through, [domain(number) for number in range(1, 6)]
    serves.objects.bulk_create(serves(activity=row, jvapdomain=domains[count % 5]) for count, row in enumerate(rows))


def test_funding_line_entered_by_mistake_is_taken_back(officer):
    line = FundingFactory()
    given = form_of(line.activity) | {
        "funding-TOTAL_FORMS": 1,
        "funding-INITIAL_FORMS": 1,
        "funding-0-id": line.pk,
        "funding-0-activity": line.activity_id,
        "funding-0-source": line.source,
        "funding-0-amount": "1000.00",
        "funding-0-currency": "EUR",
        "funding-0-DELETE": "on",
    }

    response = officer.post(url(Activity, "change", line.activity_id), given)

    assert response.status_code == 302
    assert not line.activity.funding.exists()
