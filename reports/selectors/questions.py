"""Which questions to a contribution wait for its participant, and where in the form they belong."""

from collections.abc import Collection

from foundation.actors import Actor
from reports.enums import QueryState
from reports.models import Contribution, Query
from reports.selectors.obligations import ACCEPTING


def questions_waiting(contributions: Collection[Contribution], actor: Actor) -> dict[int, list[Query]]:
    """Those without a reply that the reader may see, by the contribution's key; one query, none where none was sent.

    In a round that is over nobody waits for a reply.
    """
    taken = [one.pk for one in contributions if one.submitted_at and one.round.state in ACCEPTING]
    if not taken:
        return {}
    open_ones = Query.objects.visible_to(actor).filter(contribution__in=taken, state=QueryState.OPEN)
    found: dict[int, list[Query]] = {}
    for query in open_ones.select_related("question__section", "activity"):
        found.setdefault(query.contribution_id, []).append(query)
    return found
