"""Who may do what with a question to a contribution."""

from foundation.actors import Actor
from reports.enums import ContributionState, QueryState
from reports.models import Query
from reports.permissions.contributions import can_judge, can_submit


def can_reply(actor: Actor, query: Query) -> bool:
    """Replies for the participant, or says that there is nothing to add."""
    return can_submit(actor, query.contribution)


def can_settle(actor: Actor, query: Query) -> bool:
    """Closes the matter: staff who do not also write for this participant."""
    return can_judge(actor, query.contribution)


def can_ask_again(actor: Actor, query: Query) -> bool:
    """Asks once more in the same thread, as long as the contribution is looked at and this question is not open."""
    looked_at = query.contribution.state in {ContributionState.SUBMITTED, ContributionState.QUESTION_OPEN}
    return looked_at and query.state != QueryState.OPEN and can_judge(actor, query.contribution)
