"""The page of a meeting: its agenda, who was there, what it adopted, decided and asked to be followed up."""

from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from foundation.actors import actor_on
from khartoum.pages.found import meetings_of_plans
from meetings.models import Decision, FollowUp, Meeting, OutcomeText, Paragraph, Sitting, Statement
from meetings.permissions import TOOK_PLACE
from meetings.selectors import with_presence, with_sitting_presence


@require_safe
def meeting_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What this reader may see of a meeting that was announced; a plan and a missing one give the same 404."""
    actor = actor_on(request)
    seen = with_presence(Meeting.objects.visible_to(actor)).select_related("kind", "host", "chair")
    meeting = get_object_or_404(seen.prefetch_related("agenda", "co_chairs"), uuid=uuid)
    paragraphs = Prefetch("paragraphs", Paragraph.objects.visible_to(actor))
    follow_ups = Prefetch("follow_ups", FollowUp.objects.visible_to(actor).select_related("owner"))
    decisions = Decision.objects.visible_to(actor).filter(meeting=meeting).select_related("verb")
    statements = Statement.objects.visible_to(actor).filter(meeting=meeting)
    context = {
        "meeting": meeting,
        "took_place": meeting.state in TOOK_PLACE,
        "begins_chain": meeting.pk in meetings_of_plans(actor),
        "sittings": with_sitting_presence(Sitting.objects.filter(meeting=meeting)).order_by("number", "pk"),
        "texts": OutcomeText.objects.visible_to(actor).filter(meeting=meeting).prefetch_related(paragraphs),
        "decisions": decisions.prefetch_related(follow_ups).order_by("number", "pk"),
        "statements": statements.select_related("party", "paragraph").prefetch_related("on_behalf_of"),
    }
    return render(request, "pages/meeting.html", context)
