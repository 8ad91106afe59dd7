"""What the database promises of a plan, whoever writes: a domain for each activity, no deletion, no illegal step."""

import threading

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from actionplan.models import Activity, ActivityDomain, Milestone, PresidencyProgramme
from actionplan.workflow import ACTIVITY, MILESTONE, PROGRAMME
from foundation.constraints import check_now
from foundation.errors import BrokenConstraint, IllegalTransition
from foundation.ledger.history import tracked_models
from tests.factories.actionplan import (
    ActivityFactory,
    MilestoneFactory,
    ObjectiveFactory,
    PlanFactory,
    ProgrammeFactory,
    domain,
)

pytestmark = pytest.mark.django_db
HAS_A_DOMAIN = "activity_has_a_domain"


def bare_activity():
    return Activity.objects.create(objective=ObjectiveFactory(), code="BARE", title_en="Without a domain")


@pytest.mark.django_db(transaction=True)
def test_activity_without_a_domain_is_refused_at_commit():
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        bare_activity()

    assert refused.value.__cause__.diag.constraint_name == HAS_A_DOMAIN
    assert not Activity.objects.filter(code="BARE").exists()


@pytest.mark.django_db(transaction=True)
def test_last_domain_is_not_taken_away_at_commit():
    activity = ActivityFactory(domains=[2])

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        activity.domains.clear()

    assert refused.value.__cause__.diag.constraint_name == HAS_A_DOMAIN
    assert activity.domains.count() == 1


@pytest.mark.django_db(transaction=True)
def test_domain_may_come_later_in_the_same_transaction():
    with transaction.atomic():
        activity = ActivityFactory()
        activity.domains.clear()
        activity.domains.add(*activity.domains.model.objects.filter(number__in=[3, 5]))

    assert list(activity.domains.values_list("number", flat=True)) == [3, 5]


def test_service_may_ask_early_and_gets_the_sentence_at_the_field():
    bare_activity()

    with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
        check_now(HAS_A_DOMAIN)

    assert (refused.value.constraint, refused.value.field) == (HAS_A_DOMAIN, "domains")
    transaction.set_rollback(True)


def test_asking_early_leaves_the_promise_for_later_changes():
    activity = ActivityFactory()
    check_now(HAS_A_DOMAIN)
    activity.domains.clear()

    with pytest.raises(BrokenConstraint), transaction.atomic():
        check_now(HAS_A_DOMAIN)

    transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_two_who_each_take_one_of_the_last_two_domains_do_not_both_succeed(test_databases):
    activity = ActivityFactory(domains=[1, 2])
    links = list(Activity.domains.through.objects.filter(activity=activity).values_list("pk", flat=True))
    outcomes = []

    first = psycopg.connect(test_databases.address(test_databases.clone))
    first.execute("DELETE FROM actionplan_activity_domains WHERE id = %s", [links[0]])

    def second():
        with psycopg.connect(test_databases.address(test_databases.clone)) as other:
            try:
                other.execute("DELETE FROM actionplan_activity_domains WHERE id = %s", [links[1]])
                other.commit()
                outcomes.append("taken")
            except psycopg.errors.CheckViolation as error:
                outcomes.append(error.diag.constraint_name)

    waiting = threading.Thread(target=second)
    waiting.start()
    waiting.join(0.5)
    first.commit()
    waiting.join()
    first.close()

    assert outcomes == [HAS_A_DOMAIN]
    assert activity.domains.count() == 1


def delete_queryset(item):
    type(item).objects.filter(pk=item.pk)._raw_delete("default")


def delete_by_sql(item):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {item._meta.db_table} WHERE id = %s", [item.pk])


@pytest.mark.parametrize("make", [PlanFactory, ObjectiveFactory, ActivityFactory])
@pytest.mark.parametrize("delete", [delete_queryset, delete_by_sql])
def test_nothing_that_stands_in_a_plan_is_deleted(make, delete):
    item = make()

    with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
        delete(item)

    assert refused.value.constraint == "plan_items_are_never_deleted"
    assert type(item).objects.filter(pk=item.pk).exists()


def test_row_is_not_deleted_with_what_hangs_on_it_either():
    milestone = MilestoneFactory()

    with pytest.raises(BrokenConstraint), transaction.atomic():
        milestone.activity.delete()

    assert Milestone.objects.filter(pk=milestone.pk).exists()


def illegal_pairs(workflow, states):
    legal = workflow.edges() | {(state, state) for state in states}
    return [(old, new) for old in states for new in states if (old, new) not in legal]


STATES = {
    Activity: (ACTIVITY, ["planned", "ongoing", "completed", "delayed", "cancelled", "carried_over"], ActivityFactory),
    Milestone: (
        MILESTONE,
        ["planned", "reached", "dropped"],
        lambda **given: MilestoneFactory(reached_on="2026-01-01", **given),
    ),
    PresidencyProgramme: (PROGRAMME, ["draft", "considered", "agreed", "accounted"], ProgrammeFactory),
}
ILLEGAL = [
    (model, old, new)
    for model, (workflow, states, _make) in STATES.items()
    for old, new in illegal_pairs(workflow, states)
]


def update(row, state):
    type(row).objects.filter(pk=row.pk).update(state=state)


def update_by_sql(row, state):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET state = %s WHERE id = %s", [state, row.pk])


@pytest.mark.parametrize(("model", "old", "new"), ILLEGAL)
@pytest.mark.parametrize("write", [update, update_by_sql])
def test_step_that_no_table_lists_is_refused(model, old, new, write):
    row = STATES[model][2](state=old)

    with pytest.raises(IllegalTransition), transaction.atomic():
        write(row, new)

    row.refresh_from_db()
    assert row.state == old


@pytest.mark.parametrize("model", STATES)
def test_history_is_entered_in_any_state_but_no_other_word(model):
    _workflow, states, make = STATES[model]
    made = [make(state=state).state for state in states] if model is not PresidencyProgramme else states[:1]

    with pytest.raises(IllegalTransition), transaction.atomic():
        make(state="forgotten")

    assert made == states[: len(made)]


def test_activity_does_not_supersede_itself():
    for item in (ActivityFactory(), ObjectiveFactory()):
        with pytest.raises(BrokenConstraint), transaction.atomic():
            type(item).objects.filter(pk=item.pk).update(superseded_by=item.pk)


def test_reached_milestone_has_its_day():
    with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
        MilestoneFactory(state="reached")

    assert (refused.value.constraint, refused.value.field) == ("reached_milestone_has_its_day", "reached_on")


def test_history_tells_what_an_activity_was_linked_to():
    activity = ActivityFactory(domains=[1, 2])
    activity.domains.remove(domain(2))

    events = tracked_models()[ActivityDomain].objects.filter(activity=activity).order_by("pgh_id")

    assert list(events.values_list("jvapdomain__number", "pgh_label")) == [(1, "insert"), (2, "insert"), (2, "delete")]
