"""The steps of meetings, texts, delegations and follow-up: who may take them, and what the database refuses."""

import pytest
from django.db import connection, transaction

from foundation.errors import IllegalTransition
from meetings.models import Delegation, FollowUp, Meeting, OutcomeText
from meetings.workflow import DELEGATION, FOLLOW_UP, MEETING, OUTCOME_TEXT
from tests.factories.meetings import DelegationFactory, FollowUpFactory, MeetingFactory, OutcomeTextFactory
from tests.factories.parties import (
    PartyFactory,
    actor,
    actor_as,
    appoint_for_term,
    finishing_term,
)

pytestmark = pytest.mark.django_db
STAFF = {"presidency_current", "secretariat_officer", "both_hats"}
MEETING_STEPS = {
    "planned": ["convene", "postpone", "cancel"],
    "convened": ["hold", "postpone", "cancel"],
    "held": ["conclude"],
    "concluded": [],
    "postponed": ["reconvene", "cancel"],
    "cancelled": [],
}
DELEGATION_STEPS = {
    "invited": ["nominate", "excuse"],
    "nominated": ["confirm", "query", "excuse"],
    "confirmed": ["query", "excuse"],
    "queried": ["nominate", "excuse"],
    "excused": ["nominate"],
}
FOLLOW_UP_STEPS = {
    "open": ["start", "finish", "carry_over", "drop"],
    "in_progress": ["finish", "carry_over", "drop"],
    "done": [],
    "carried_over": [],
    "dropped": [],
}
TEXT_STEPS = {"draft": ["adopt"], "adopted": []}
TABLES = [
    (MEETING, MeetingFactory, MEETING_STEPS),
    (DELEGATION, DelegationFactory, DELEGATION_STEPS),
    (FOLLOW_UP, FollowUpFactory, FOLLOW_UP_STEPS),
    (OUTCOME_TEXT, OutcomeTextFactory, TEXT_STEPS),
]
CELLS = [
    pytest.param(workflow, factory, state, steps, id=f"{factory._meta.model.__name__}-{state}")
    for workflow, factory, table in TABLES
    for state, steps in table.items()
]


@pytest.mark.parametrize(("workflow", "factory", "state", "steps"), CELLS)
def test_steps_of_each_state_are_open_to_staff_alone(everybody, workflow, factory, state, steps):
    row = factory(state=state)

    open_to = {role: workflow.available(row, who) for role, who in everybody.items()}
    assert open_to == {role: steps if role in STAFF else [] for role in everybody}


@pytest.mark.parametrize(("state", "steps"), DELEGATION_STEPS.items())
def test_participant_names_or_excuses_its_own_delegation(state, steps):
    party = PartyFactory()
    delegation = DelegationFactory(party=party, state=state)

    own = [step for step in steps if step in {"nominate", "excuse"}]
    assert DELEGATION.available(delegation, actor("focal_point", party)) == own
    assert DELEGATION.available(delegation, actor("contributor", party)) == []


def test_outgoing_presidency_keeps_writing_what_it_chaired():
    term = finishing_term()
    outgoing = actor_as(appoint_for_term(term), "presidency")
    own = MeetingFactory(state="held", chair=term)

    assert MEETING.available(own, outgoing) == ["conclude"]
    assert OUTCOME_TEXT.available(OutcomeTextFactory(meeting=own), outgoing) == ["adopt"]
    assert OUTCOME_TEXT.available(OutcomeTextFactory(), outgoing) == []
    assert MEETING.available(MeetingFactory(state="convened", chair=term), outgoing) == ["hold"]


@pytest.mark.parametrize(("workflow", "factory", "state", "steps"), CELLS)
def test_past_is_entered_as_it_was(workflow, factory, state, steps):
    assert factory(state=state).pk


@pytest.mark.parametrize(("workflow", "factory", "table"), TABLES)
def test_database_refuses_every_unlisted_step(workflow, factory, table):
    edges = workflow.edges()
    model = factory._meta.model

    for source in table:
        row = factory(state=source)
        for target in table:
            if source == target or (source, target) in edges:
                continue
            with pytest.raises(IllegalTransition), transaction.atomic():
                model.objects.filter(pk=row.pk).update(state=target)
            with pytest.raises(IllegalTransition), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE {model._meta.db_table} SET state = %s WHERE id = %s", [target, row.pk])


def test_refusals_come_to_the_role_of_the_product():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("khartoum_app",)


@pytest.mark.parametrize("model", [Meeting, OutcomeText, Delegation, FollowUp])
def test_every_table_names_each_state_of_its_model(model):
    (table,) = [table for _workflow, factory, table in TABLES if factory._meta.model is model]

    assert set(table) == {value for value, _label in model._meta.get_field("state").choices}
