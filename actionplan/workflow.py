"""The workflows of the action plan: activities, milestones, programmes of Presidencies, evaluations."""

from django.utils.translation import gettext_lazy as _

from actionplan.enums import ActivityState, EvaluationState, MilestoneState, ProgrammeState, ProposalState
from actionplan.models import Activity, ActivityProposal, Evaluation, Milestone, PresidencyProgramme
from actionplan.permissions import (
    can_account_for_programme,
    can_answer_proposal,
    can_draft_programme,
    can_edit_evaluation,
    can_edit_item,
    can_edit_milestone,
    can_propose,
    can_record_on_programme,
)
from foundation.workflow import Transition, Workflow

A, M, P = ActivityState, MilestoneState, ProgrammeState
NOT_CLOSED = {A.PLANNED, A.ONGOING, A.DELAYED, A.CARRIED_OVER}

# Activities, milestones and programmes of the past are entered as they were, hence every first state.
ACTIVITY = Workflow(
    initial=A.values,
    begin=Transition(
        {A.PLANNED, A.DELAYED, A.CARRIED_OVER},
        A.ONGOING,
        allowed=can_edit_item,
        label=_("Begin"),
        done=_("The activity was begun."),
    ),
    complete=Transition(
        NOT_CLOSED, A.COMPLETED, allowed=can_edit_item, label=_("Complete"), done=_("The activity was completed.")
    ),
    reschedule=Transition(
        NOT_CLOSED, A.DELAYED, allowed=can_edit_item, label=_("Reschedule"), done=_("The activity was rescheduled.")
    ),
    carry_over=Transition(
        NOT_CLOSED - {A.CARRIED_OVER},
        A.CARRIED_OVER,
        allowed=can_edit_item,
        label=_("Carry over"),
        done=_("The activity was carried over."),
    ),
    cancel=Transition(
        NOT_CLOSED,
        A.CANCELLED,
        allowed=can_edit_item,
        label=_("Cancel the activity"),
        done=_("The activity was cancelled."),
    ),
    resume=Transition(
        {A.COMPLETED, A.CANCELLED},
        A.ONGOING,
        allowed=can_edit_item,
        label=_("Take up again"),
        done=_("The activity was taken up again."),
    ),
)
ACTIVITY.guard(Activity)

MILESTONE = Workflow(
    initial=M.values,
    reach=Transition(
        {M.PLANNED},
        M.REACHED,
        allowed=can_edit_milestone,
        label=_("Reached"),
        done=_("It was noted that the milestone was reached."),
    ),
    drop=Transition(
        {M.PLANNED},
        M.DROPPED,
        allowed=can_edit_milestone,
        label=_("No longer pursue"),
        done=_("It was noted that the milestone is no longer pursued."),
    ),
    pursue=Transition(
        {M.REACHED, M.DROPPED},
        M.PLANNED,
        allowed=can_edit_milestone,
        label=_("Pursue again"),
        done=_("It was noted that the milestone is pursued again."),
    ),
)
MILESTONE.guard(Milestone)

PROGRAMME = Workflow(
    initial=P.values,
    consider=Transition(
        {P.DRAFT},
        P.CONSIDERED,
        allowed=can_record_on_programme,
        label=_("Record that the Steering Committee considered it"),
        done=_("It was recorded that the Steering Committee considered the programme."),
    ),
    agree=Transition(
        {P.CONSIDERED},
        P.AGREED,
        allowed=can_record_on_programme,
        label=_("Record that the Senior Officials' Meeting agreed it"),
        done=_("It was recorded that the Senior Officials' Meeting agreed the programme."),
    ),
    revise=Transition(
        {P.CONSIDERED, P.AGREED},
        P.DRAFT,
        allowed=can_draft_programme,
        label=_("Revise"),
        done=_("The programme was made a draft again."),
    ),
    account=Transition(
        {P.AGREED},
        P.ACCOUNTED,
        allowed=can_account_for_programme,
        label=_("Record the end-of-term account"),
        done=_("The end-of-term account was recorded."),
    ),
)
PROGRAMME.guard(PresidencyProgramme)

EVALUATION = Workflow(
    initial=EvaluationState.values,
    publish=Transition(
        {EvaluationState.DRAFT},
        EvaluationState.PUBLISHED,
        allowed=can_edit_evaluation,
        label=_("Publish"),
        done=_("The evaluation was published."),
    ),
)
EVALUATION.guard(Evaluation)

W = ProposalState
PROPOSAL = Workflow(
    initial={W.WAITING},
    accept=Transition(
        {W.WAITING}, W.ACCEPTED, allowed=can_answer_proposal, label=_("Take up"), done=_("The proposal was taken up.")
    ),
    decline=Transition(
        {W.WAITING},
        W.DECLINED,
        allowed=can_answer_proposal,
        label=_("Do not take up"),
        done=_("The proposal was not taken up."),
    ),
    say_again=Transition(
        {W.ACCEPTED, W.DECLINED},
        W.WAITING,
        allowed=lambda actor, proposal: can_propose(actor, proposal.source),
        label=_("Say again otherwise"),
    ),
)
PROPOSAL.guard(ActivityProposal)
