"""The workflow of a question to a contribution."""

from django.utils.translation import gettext_lazy as _

from foundation.workflow import Transition, Workflow
from reports.enums import QueryState as S
from reports.models import Query
from reports.permissions.queries import can_reply, can_settle

QUERY = Workflow(
    initial={S.OPEN},
    reply=Transition({S.OPEN}, S.ANSWERED, allowed=can_reply, label=_("Reply")),
    add_nothing=Transition({S.OPEN}, S.NOTHING_TO_ADD, allowed=can_reply, label=_("Nothing to add")),
    ask_again=Transition(
        {S.ANSWERED, S.NOTHING_TO_ADD, S.SETTLED},
        S.OPEN,
        allowed=can_settle,
        label=_("Ask again"),
        done=_("The question was put to the participant again."),
    ),
    settle=Transition(
        {S.OPEN, S.ANSWERED, S.NOTHING_TO_ADD},
        S.SETTLED,
        allowed=can_settle,
        label=_("Settle the question"),
        done=_("The question was settled."),
    ),
)
QUERY.guard(Query)
