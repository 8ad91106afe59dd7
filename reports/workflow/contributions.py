"""The workflow of a contribution (domain note, section 2)."""

from django.utils.translation import gettext_lazy as _

from foundation.workflow import Transition, Workflow
from reports.enums import ContributionState as S
from reports.models import Contribution
from reports.permissions.contributions import can_agree, can_judge, can_reopen, can_submit, can_write

SENT = {S.SUBMITTED, S.COMPLETE, S.NOTHING_TO_REPORT}

CONTRIBUTION = Workflow(
    initial={S.NOT_STARTED},
    start=Transition({S.NOT_STARTED}, S.DRAFT, allowed=can_write, label=_("Begin")),
    delete_draft=Transition({S.DRAFT}, S.NOT_STARTED, allowed=can_submit, label=_("Delete the draft")),
    submit=Transition({S.DRAFT, S.REOPENED}, S.SUBMITTED, allowed=can_submit, label=_("Submit")),
    agree=Transition({S.DRAFT, S.REOPENED}, S.SUBMITTED, allowed=can_agree, label=_("Agree and submit")),
    declare_nothing=Transition(
        {S.NOT_STARTED, S.DRAFT}, S.NOTHING_TO_REPORT, allowed=can_submit, label=_("Nothing to report for this period")
    ),
    register_letter=Transition({S.NOT_STARTED}, S.SUBMITTED, allowed=can_judge, label=_("Register a letter")),
    undo_nothing=Transition({S.NOTHING_TO_REPORT}, S.DRAFT, allowed=can_submit, label=_("Report after all")),
    ask=Transition(
        {S.SUBMITTED, S.QUESTION_OPEN},
        S.QUESTION_OPEN,
        allowed=can_judge,
        label=_("Ask a question"),
        done=_("The question was put to the participant."),
    ),
    answer=Transition({S.QUESTION_OPEN}, S.SUBMITTED, allowed=can_submit, label=_("Reply")),
    settle=Transition({S.QUESTION_OPEN}, S.SUBMITTED, allowed=can_judge, label=_("Settle")),
    complete=Transition(
        {S.SUBMITTED},
        S.COMPLETE,
        allowed=can_judge,
        label=_("Mark complete"),
        done=_("The contribution was marked complete."),
    ),
    reopen=Transition(
        SENT | {S.WITHDRAWN},
        S.REOPENED,
        allowed=can_reopen,
        label=_("Reopen"),
        done=_("The contribution was reopened: its participant can change it again."),
    ),
    withdraw=Transition(SENT | {S.QUESTION_OPEN, S.REOPENED}, S.WITHDRAWN, allowed=can_submit, label=_("Withdraw")),
)
CONTRIBUTION.guard(Contribution)
