"""The workflow of a reporting round."""

from django.utils.translation import gettext_lazy as _

from foundation.workflow import Transition, Workflow
from reports.enums import RoundState as S
from reports.models import Round
from reports.permissions.rounds import can_run_round

ROUND = Workflow(
    initial={S.PREPARING},
    open=Transition(
        {S.PREPARING},
        S.OPEN,
        allowed=can_run_round,
        label=_("Open the round"),
        done=_("The round was opened: every participant that reports was asked."),
    ),
    close_to_contributions=Transition(
        {S.OPEN},
        S.CONSOLIDATING,
        allowed=can_run_round,
        label=_("Begin the consolidation"),
        done=_("The consolidation was begun: add the report under Consolidated reports."),
    ),
    close=Transition(
        {S.CONSOLIDATING}, S.CLOSED, allowed=can_run_round, label=_("Close the round"), done=_("The round was closed.")
    ),
)
ROUND.guard(Round)
