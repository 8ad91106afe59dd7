"""The workflow of a comment on a circulated report."""

from django.utils.translation import gettext_lazy as _

from foundation.workflow import Transition, Workflow
from reports.enums import CommentState as S
from reports.models import Comment
from reports.models.comments import SETTLED
from reports.permissions.comments import can_settle, can_withdraw

COMMENT = Workflow(
    initial={S.STANDING},
    withdraw=Transition({S.STANDING}, S.WITHDRAWN, allowed=can_withdraw, label=_("Withdraw")),
    take_up=Transition(
        {S.STANDING}, S.TAKEN_UP, allowed=can_settle, label=_("Take up"), done=_("The comment was taken up.")
    ),
    take_up_in_part=Transition(
        {S.STANDING},
        S.TAKEN_UP_IN_PART,
        allowed=can_settle,
        label=_("Take up in part"),
        done=_("The comment was taken up in part."),
    ),
    do_not_take_up=Transition(
        {S.STANDING},
        S.NOT_TAKEN_UP,
        allowed=can_settle,
        label=_("Do not take up"),
        done=_("The comment was not taken up."),
    ),
    reconsider=Transition(
        SETTLED,
        S.STANDING,
        allowed=can_settle,
        label=_("Reconsider"),
        done=_("What was said was taken back: the comment stands again."),
    ),
)
COMMENT.guard(Comment)
