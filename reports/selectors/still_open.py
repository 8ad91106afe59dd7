"""What of a round stands open on the side of staff: what was received and not cleared, asked and not settled."""

from typing import NamedTuple

from django.db.models import Count, Q

from foundation.actors import Actor
from reports.enums import ContributionState, QueryState
from reports.models import Contribution, Query, Round

REPLIED = (QueryState.ANSWERED, QueryState.NOTHING_TO_ADD)
"""States of a question that its participant has replied to and nobody has settled."""


class StillOpen(NamedTuple):
    """Contributions received and not marked complete; questions without a reply; replies that nobody settled."""

    to_read: int
    unanswered: int
    replied: int


def still_open(round_: Round, actor: Actor) -> StillOpen:
    """As far as the actor sees it. Two queries."""
    received = Contribution.objects.visible_to(actor).filter(round=round_, state=ContributionState.SUBMITTED)
    asked = Query.objects.visible_to(actor).filter(contribution__round=round_)
    counts = asked.aggregate(
        unanswered=Count("pk", filter=Q(state=QueryState.OPEN)),
        replied=Count("pk", filter=Q(state__in=REPLIED)),
    )
    return StillOpen(received.count(), **counts)
