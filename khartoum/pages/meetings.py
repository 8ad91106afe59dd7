"""The list of meetings: those still to come, the next one first, then those that were; what this reader may see."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation.actors import actor_on
from meetings.enums import AHEAD
from meetings.models import Meeting


@require_safe
def meetings_page(request: HttpRequest) -> HttpResponse:
    """Two lists in two queries, however many meetings there are."""
    seen = Meeting.objects.visible_to(actor_on(request)).select_related("kind")
    context = {
        "ahead": seen.filter(state__in=AHEAD).order_by(F("begins_on").asc(nulls_last=True), "pk"),
        "earlier": seen.exclude(state__in=AHEAD).order_by(F("begins_on").desc(nulls_first=True), "-pk"),
    }
    return render(request, "pages/meetings.html", context)
