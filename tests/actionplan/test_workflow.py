"""Who may take which step from which state: the tables one could show to a diplomat."""

import pytest

from actionplan.enums import ActivityState, MilestoneState, ProgrammeState
from actionplan.models import PresidencyProgramme
from actionplan.workflow import ACTIVITY, MILESTONE, PROGRAMME
from tests.factories.actionplan import ActivityFactory, MilestoneFactory
from tests.factories.parties import actor, designated_term, finishing_term, term_in_chair

pytestmark = pytest.mark.django_db

STAFF = ("presidency_current", "secretariat_officer", "both_hats")
READERS = (
    "anonymous",
    "contributor",
    "focal_point",
    "senior_official",
    "cabinet",
    "presidency_incoming",
    "presidency_outgoing",
    "reporting_officer",
    "service",
    "deactivated",
    "just_ended",
    "on_hold",
)
ACTIVITY_STEPS = {
    ActivityState.PLANNED: ["begin", "complete", "reschedule", "carry_over", "cancel"],
    ActivityState.ONGOING: ["complete", "reschedule", "carry_over", "cancel"],
    ActivityState.DELAYED: ["begin", "complete", "reschedule", "carry_over", "cancel"],
    ActivityState.CARRIED_OVER: ["begin", "complete", "reschedule", "cancel"],
    ActivityState.COMPLETED: ["resume"],
    ActivityState.CANCELLED: ["resume"],
}
MILESTONE_STEPS = {
    MilestoneState.PLANNED: ["reach", "drop"],
    MilestoneState.REACHED: ["pursue"],
    MilestoneState.DROPPED: ["pursue"],
}
PROGRAMME_STEPS = {
    "secretariat_officer": {
        ProgrammeState.DRAFT: ["consider"],
        ProgrammeState.CONSIDERED: ["agree", "revise"],
        ProgrammeState.AGREED: ["revise", "account"],
        ProgrammeState.ACCOUNTED: [],
    },
    "own_presidency_incoming": {
        ProgrammeState.DRAFT: [],
        ProgrammeState.CONSIDERED: ["revise"],
        ProgrammeState.AGREED: ["revise"],
        ProgrammeState.ACCOUNTED: [],
    },
    "own_presidency_current": {
        ProgrammeState.DRAFT: ["consider"],
        ProgrammeState.CONSIDERED: ["agree", "revise"],
        ProgrammeState.AGREED: ["revise", "account"],
        ProgrammeState.ACCOUNTED: [],
    },
    "own_presidency_outgoing": {
        ProgrammeState.DRAFT: [],
        ProgrammeState.CONSIDERED: [],
        ProgrammeState.AGREED: ["account"],
        ProgrammeState.ACCOUNTED: [],
    },
    "foreign_presidency_current": {
        ProgrammeState.DRAFT: ["consider"],
        ProgrammeState.CONSIDERED: ["agree"],
        ProgrammeState.AGREED: ["account"],
        ProgrammeState.ACCOUNTED: [],
    },
    "foreign_presidency_incoming": {key: [] for key in ProgrammeState},
    "focal_point": {key: [] for key in ProgrammeState},
    "anonymous": {key: [] for key in ProgrammeState},
}
OWN_TERM = {
    "own_presidency_incoming": designated_term,
    "own_presidency_current": term_in_chair,
    "own_presidency_outgoing": finishing_term,
    "foreign_presidency_incoming": term_in_chair,
}


@pytest.mark.parametrize("role", [*STAFF, *READERS])
def test_steps_of_an_activity(role):
    activity, who = ActivityFactory.build(), actor(role)
    expected = ACTIVITY_STEPS if role in STAFF else {key: [] for key in ACTIVITY_STEPS}

    for state, steps in expected.items():
        activity.state = state
        assert ACTIVITY.available(activity, who) == steps, state


@pytest.mark.parametrize("role", [*STAFF, *READERS])
def test_steps_of_a_milestone(role):
    milestone, who = MilestoneFactory.build(), actor(role)
    expected = MILESTONE_STEPS if role in STAFF else {key: [] for key in MILESTONE_STEPS}

    for state, steps in expected.items():
        milestone.state = state
        assert MILESTONE.available(milestone, who) == steps, state


@pytest.mark.parametrize("role", PROGRAMME_STEPS)
def test_steps_of_a_programme(role):
    term = OWN_TERM.get(role, designated_term)()
    programme, who = PresidencyProgramme(presidency=term), actor(role.removeprefix("own_").removeprefix("foreign_"))

    for state, steps in PROGRAMME_STEPS[role].items():
        programme.state = state
        assert PROGRAMME.available(programme, who) == steps, state


def test_superseded_activity_takes_no_further_step():
    activity, who = ActivityFactory(), actor("secretariat_officer")
    activity.superseded_by = ActivityFactory()

    assert ACTIVITY.available(activity, who) == []


def test_presidency_officer_with_the_participants_hat_changes_no_plan():
    activity = ActivityFactory()

    assert ACTIVITY.available(activity, actor("both_hats", hat="participant")) == []
