"""The page of a meeting: its agenda, who was there, what it adopted, decided and asked to be followed up."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from foundation.actors import Actor, actor_on
from khartoum.pages.found import meetings_of_plans
from meetings.enums import TOOK_PLACE
from meetings.models import Decision, FollowUp, Meeting, OutcomeText, Paragraph, Sitting, Statement
from meetings.selectors import with_presence, with_sitting_presence
from reports.models import ConsolidatedReport, Reservation, Review


@require_safe
def meeting_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What this reader may see of a meeting that was announced; a plan and a missing one give the same 404."""
    actor = actor_on(request)
    seen = with_presence(Meeting.objects.visible_to(actor)).select_related("kind", "host", "chair")
    meeting: Any = get_object_or_404(seen.prefetch_related("agenda", "co_chairs"), uuid=uuid)
    paragraphs = Prefetch("paragraphs", Paragraph.objects.visible_to(actor))
    follow_ups = Prefetch("follow_ups", FollowUp.objects.visible_to(actor).select_related("owner"))
    decisions = Decision.objects.visible_to(actor).filter(meeting=meeting).select_related("verb")
    reserved = Reservation.objects.visible_to(actor).filter(endorsement__decision__in=decisions)
    statements = Statement.objects.visible_to(actor).filter(meeting=meeting)
    took_place = meeting.state in TOOK_PLACE
    context = {
        "meeting": meeting,
        "took_place": took_place,
        "is_recorded": took_place and bool(meeting.present_states or meeting.present_organisations),
        "begins_chain": meeting.pk in meetings_of_plans(actor),
        "sittings": with_sitting_presence(Sitting.objects.filter(meeting=meeting)).order_by("number", "pk"),
        "texts": OutcomeText.objects.visible_to(actor).filter(meeting=meeting).prefetch_related(paragraphs),
        "decisions": _with_reservations(
            decisions.prefetch_related(follow_ups).order_by("number", "pk"),
            reserved.select_related("party", "paragraph", "endorsement"),
        ),
        "in_chain": _in_chain(meeting, actor),
        "statements": statements.select_related("party", "paragraph").prefetch_related("on_behalf_of"),
    }
    return render(request, "pages/meeting.html", context)


def _with_reservations(decisions: Iterable[Any], reserved: Iterable[Any]) -> list[tuple[Decision, list[Reservation]]]:
    """Each decision with what participants reserved to it."""
    found: dict[int, list[Reservation]] = defaultdict(list)
    for one in reserved:
        found[one.endorsement.decision_id].append(one)
    return [(decision, found[decision.pk]) for decision in decisions]


def _in_chain(meeting: Meeting, actor: Actor) -> set[int]:
    """The keys of the decisions that stand in a chain of this reader: those of ministers on a report it may see."""
    reports = ConsolidatedReport.objects.visible_to(actor)
    return set(Review.objects.filter(meeting=meeting, report__in=reports).values_list("decision", flat=True))
