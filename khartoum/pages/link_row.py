"""The row behind a link of the chain, for what its page says beside the chain: its words, its days, its meeting."""

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch, QuerySet

from actionplan.models import Activity
from foundation.actors import Actor
from khartoum.pages.chain_graph import ChainNode
from meetings.models import Decision, FollowUp, Paragraph
from reports.models import ConsolidatedReport, Endorsement, ReportParagraph, Reservation, Review
from reports.rendition import received_of_asked

ROWS: dict[str, Callable[[], "QuerySet[Any]"]] = {
    "paragraph": lambda: Paragraph.objects.select_related("outcome_text__meeting"),
    "activity": lambda: Activity.objects.select_related("lead"),
    "report": ConsolidatedReport.objects.all,
    "endorsement": lambda: Endorsement.objects.select_related("meeting", "decision", "revision"),
    "review": lambda: Review.objects.select_related("meeting", "decision", "revision"),
    "decision": lambda: Decision.objects.select_related("meeting", "verb"),
    "follow_up": lambda: FollowUp.objects.select_related("owner", "decision__meeting"),
}
"""A contribution has a page of its own."""


def row_of(node: ChainNode) -> Any:
    """The row of a link that stands in the reader's chain; None for kinds that say nothing more."""
    return ROWS[node.kind]().get(uuid=node.id) if node.kind in ROWS else None


def says_its_meeting(row: Any) -> bool:
    """Whether what stands under its name is the meeting that its page names with a link: not of a silence."""
    return isinstance(row, Review) or (isinstance(row, Endorsement) and row.silence_id is None)


def received_of(row: Any) -> str:
    """How many were received of how many asked, of a report: not the number of contributions that it draws on."""
    return received_of_asked(row) if isinstance(row, ConsolidatedReport) else ""


def decision_of(row: Any, actor: Actor) -> Decision | None:
    """The decision by which senior officials endorsed, for who may read it; that of a review is a link of the chain."""
    if not isinstance(row, Endorsement):
        return None
    seen: QuerySet[Any] = Decision.objects.visible_to(actor).filter(pk=row.decision_id)
    return seen.select_related("meeting").first()


def reservations_of(node: ChainNode, actor: Actor) -> "QuerySet[Any]":
    """What participants reserved when the report was endorsed, as far as this reader may read it.

    With the words of the paragraph to which it was made, once they are fixed: here the text does not stand beside it.
    """
    found = Reservation.objects.visible_to(actor).filter(endorsement__uuid=node.id)
    words = Prefetch("paragraph", ReportParagraph.objects.visible_to(actor), to_attr="words")
    return found.select_related("party", "paragraph").prefetch_related(words)
