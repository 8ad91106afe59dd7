"""What decisions of meetings ask of participants: who owns a follow-up is shown it until it is done."""

from collections.abc import Collection

from django.db.models import F, QuerySet

from foundation.actors import Actor
from meetings.models import FollowUp
from parties.models import Party
from reports.selectors.progress import OPEN_FOLLOW_UPS


def owned_by(parties: Collection[Party], actor: Actor) -> QuerySet[FollowUp]:
    """Those that stand open, the first due first; one that was carried over stands where it was carried to."""
    return _owned(actor).filter(owner__in=parties, state__in=OPEN_FOLLOW_UPS, carried_to=None)


def asked_by(decisions: Collection[int], party: int, actor: Actor) -> QuerySet[FollowUp]:
    """What these decisions (their keys) ask of one participant, whatever became of it."""
    return _owned(actor).filter(owner=party, decision__in=decisions)


def _owned(actor: Actor) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.visible_to(actor).select_related("owner", "decision__meeting")
    return rows.order_by(F("due_on").asc(nulls_last=True), "id")
