"""What meetings did with a report, in the order in which it was recorded, for the page of the report."""

from typing import Any

from django.db.models import Prefetch

from foundation.actors import Actor
from reports.models import Confirmation, ConsolidatedReport, Endorsement, Reservation, Review


def acts_on(report: ConsolidatedReport, actor: Actor) -> list[Endorsement | Review]:
    """Endorsements and reviews with their meetings and decisions; endorsements with `reserved`, by whom and on what.

    Those ad referendum come with their confirmations, as far as the reader may read them.
    """
    asked = Confirmation.objects.visible_to(actor).select_related("party")
    endorsements = Endorsement.objects.visible_to(actor).filter(report=report)
    endorsements = endorsements.prefetch_related(Prefetch("confirmations", asked))
    reviews = Review.objects.visible_to(actor).filter(report=report)
    acts: list[Any] = [
        one for acted in (endorsements, reviews) for one in acted.select_related("meeting", "decision", "verb")
    ]
    reserved = Reservation.objects.visible_to(actor).filter(endorsement__report=report)
    rows: list[Any] = list(reserved.select_related("party", "paragraph").order_by("pk"))
    for act in acts:
        act.is_review = isinstance(act, Review)
        act.reserved = [] if act.is_review else [one for one in rows if one.endorsement_id == act.pk]
    return sorted(acts, key=lambda one: (one.recorded_at, one.is_review, one.pk))
