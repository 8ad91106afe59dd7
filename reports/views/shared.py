"""What a participant has opened to others: read by all participants, or by everybody, as it chose at sign-off."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foundation.actors import actor_on
from reports.models import Attachment
from reports.selectors.contributions import latest_snapshot, terms_of
from reports.selectors.joint import together_with
from reports.selectors.openness import sections_open_to, shared_contributions
from reports.selectors.snapshots import read_sections
from reports.selectors.translations import translations_read


@never_cache
@require_safe
def shared(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The open sections and files of a contribution; where nothing is open to the reader, the 404 of a missing one."""
    actor = actor_on(request)
    rows = shared_contributions(actor).select_related("party", "round__plan")
    contribution = get_object_or_404(rows, uuid=uuid)
    snapshot = latest_snapshot(contribution)
    open_sections = sections_open_to(snapshot, actor=actor) if snapshot else ()
    context = {
        "contribution": contribution,
        "together_with": together_with(contribution),
        "sections": read_sections(
            open_sections, terms_of(contribution).values(), translations_read(contribution, actor)
        ),
        "attachments": Attachment.objects.shared_with(actor)
        .filter(contribution=contribution)
        .select_related("section", "activity")
        .without_content(),
    }
    return render(request, "reports/shared.html", context)
