"""The workflows of meetings. What lies in the past is entered as it was, hence every first state."""

from django.utils.translation import gettext_lazy as _

from foundation.workflow import Transition, Workflow
from meetings.enums import DelegationState as D
from meetings.enums import FollowUpState as F
from meetings.enums import MeetingState as M
from meetings.enums import SilenceState as S
from meetings.enums import TextState as T
from meetings.models import Delegation, FollowUp, Meeting, OutcomeText, SilenceProcedure
from meetings.permissions import (
    can_declare_silence,
    can_follow_up,
    can_invite,
    can_keep_record,
    can_keep_silence,
    can_nominate,
    can_plan_meeting,
    can_prepare_silence,
    can_write_text,
)

MEETING = Workflow(
    initial=M.values,
    convene=Transition(
        {M.PLANNED}, M.CONVENED, allowed=can_plan_meeting, label=_("Convene"), done=_("The meeting was convened.")
    ),
    reconvene=Transition(
        {M.POSTPONED},
        M.CONVENED,
        allowed=can_plan_meeting,
        label=_("Convene again"),
        done=_("The meeting was convened again."),
    ),
    hold=Transition(
        {M.CONVENED},
        M.HELD,
        allowed=can_keep_record,
        label=_("Record that it took place"),
        done=_("It was recorded that the meeting took place."),
    ),
    conclude=Transition(
        {M.HELD},
        M.CONCLUDED,
        allowed=can_keep_record,
        label=_("Conclude the record"),
        done=_("The record of the meeting was concluded."),
    ),
    postpone=Transition(
        {M.PLANNED, M.CONVENED},
        M.POSTPONED,
        allowed=can_plan_meeting,
        label=_("Postpone"),
        done=_("The meeting was postponed."),
    ),
    cancel=Transition(
        {M.PLANNED, M.CONVENED, M.POSTPONED},
        M.CANCELLED,
        allowed=can_plan_meeting,
        label=_("Cancel the meeting"),
        done=_("The meeting was cancelled."),
    ),
)
MEETING.guard(Meeting)

OUTCOME_TEXT = Workflow(
    initial=T.values,
    adopt=Transition(
        {T.DRAFT},
        T.ADOPTED,
        allowed=can_write_text,
        label=_("Record the adoption"),
        done=_("The adoption was recorded."),
    ),
)
OUTCOME_TEXT.guard(OutcomeText)

DELEGATION = Workflow(
    initial=D.values,
    nominate=Transition(
        {D.INVITED, D.QUERIED, D.EXCUSED},
        D.NOMINATED,
        allowed=can_nominate,
        label=_("Nominate"),
        done=_("The delegation was nominated."),
    ),
    confirm=Transition(
        {D.NOMINATED}, D.CONFIRMED, allowed=can_invite, label=_("Confirm"), done=_("The delegation was confirmed.")
    ),
    query=Transition(
        {D.NOMINATED, D.CONFIRMED},
        D.QUERIED,
        allowed=can_invite,
        label=_("Send back with a question"),
        done=_("The nomination was sent back with a question."),
    ),
    excuse=Transition(
        {D.INVITED, D.NOMINATED, D.QUERIED, D.CONFIRMED},
        D.EXCUSED,
        allowed=can_nominate,
        label=_("Excuse"),
        done=_("The delegation was excused."),
    ),
)
DELEGATION.guard(Delegation)

FOLLOW_UP = Workflow(
    initial=F.values,
    start=Transition(
        {F.OPEN},
        F.IN_PROGRESS,
        allowed=can_follow_up,
        label=_("In progress"),
        done=_("It was noted that the follow-up is in progress."),
    ),
    finish=Transition(
        {F.OPEN, F.IN_PROGRESS},
        F.DONE,
        allowed=can_follow_up,
        label=_("Done"),
        done=_("It was noted that the follow-up is done."),
    ),
    carry_over=Transition(
        {F.OPEN, F.IN_PROGRESS},
        F.CARRIED_OVER,
        allowed=can_follow_up,
        label=_("Carry over"),
        done=_("The follow-up was carried over."),
    ),
    drop=Transition(
        {F.OPEN, F.IN_PROGRESS},
        F.DROPPED,
        allowed=can_follow_up,
        label=_("No longer pursue"),
        done=_("It was noted that the follow-up is no longer pursued."),
    ),
)
FOLLOW_UP.guard(FollowUp)

# The clock closes a window and never adopts anything: what follows is declared by the Chair.
SILENCE = Workflow(
    initial=S.values,
    begin=Transition(
        {S.PREPARING},
        S.RUNNING,
        allowed=can_prepare_silence,
        label=_("Begin the silence procedure"),
        done=_("The silence procedure was begun."),
    ),
    close=Transition(
        {S.RUNNING}, S.CLOSED, allowed=can_keep_silence, label=_("Close the window"), done=_("The window was closed.")
    ),
    break_silence=Transition({S.RUNNING, S.CLOSED}, S.BROKEN, allowed=can_keep_silence, label=_("broken")),
    declare=Transition(
        {S.CLOSED},
        S.CONCLUDED,
        allowed=can_declare_silence,
        label=_("Declare the outcome"),
        done=_("The outcome was declared."),
    ),
    withdraw=Transition(
        {S.PREPARING, S.RUNNING, S.CLOSED},
        S.WITHDRAWN,
        allowed=can_keep_silence,
        label=_("Withdraw"),
        done=_("The silence procedure was withdrawn."),
    ),
)
SILENCE.guard(SilenceProcedure)
