"""The page of a consolidated report: the issued text itself, its hashes, and what meetings did with it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from documents.models import Revision
from foundation.actors import Actor, actor_on
from foundation.errors import DomainError
from meetings.models import Decision
from reports.forms.comments import CommentForm
from reports.models import ConsolidatedReport
from reports.rendition import MEDIA_TYPE, body_of, received_of_asked
from reports.selectors.consolidated import (
    authentic_text,
    corrections_of_text,
    endorsements_of,
    expressions_of,
    in_language,
    reviews_of,
)
from reports.selectors.wordings import waits_for_revision
from reports.views.comment_form import comments_shown
from reports.views.unsent import say_what_was_not_done, typed_before


@never_cache
@require_safe
def report_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What was circulated, tabled, endorsed or published, for whoever may see it; else the 404 of a missing one."""
    report = report_shown_to(actor_on(request), uuid)
    say_what_was_not_done(request)
    return show_report(request, report)


def report_shown_to(actor: Actor, uuid: UUID) -> ConsolidatedReport:
    """The report with the texts that were issued of it. Raises the 404 of a missing one."""
    seen = ConsolidatedReport.objects.visible_to(actor).select_related(
        "round", "circulated_revision", "tabled_revision", "amended_revision", "endorsed_revision", "published_by"
    )
    return get_object_or_404(seen, uuid=uuid)


def show_report(
    request: HttpRequest,
    report: ConsolidatedReport,
    *,
    form: CommentForm | None = None,
    error: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page as it stands now; a comment that is refused is said on it, with its status and what was typed."""
    actor = actor_on(request)
    endorsements, reviews = endorsements_of(report, actor), reviews_of(report)
    sent_to = reverse("portal-comment", kwargs={"uuid": report.uuid})
    acts = [act.decision_id for act in (*endorsements, *reviews)]
    context = {
        "report": report,
        "received_of_asked": received_of_asked(report),
        "received_from": report.received_from.alphabetical(get_language() or "en"),
        "endorsements": endorsements,
        "reviews": reviews,
        "decisions": set(Decision.objects.visible_to(actor).filter(pk__in=acts).values_list("pk", flat=True)),
        "transmission": getattr(report, "transmission", None),
        **_text(report, authentic_text(report)),
        **comments_shown(actor, report, form, error, begun=typed_before(request, sent_to)),
    }
    return render(request, "reports/report.html", context, status=error.status if error else status)


def _text(report: ConsolidatedReport, authentic: Revision | None) -> dict[str, object]:
    if authentic is None:
        return {}
    expressions = expressions_of(authentic)
    wanted = (get_language() or "en")[:2]
    shown = in_language(expressions, wanted)
    language = shown.expression.language
    return {
        "authentic": authentic,
        "shown": shown,
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "body": body_of(bytes(shown.content)) if shown.media_type == MEDIA_TYPE else "",
        "is_revised": language != wanted and waits_for_revision(report, wanted),
        "expressions": expressions,
        "corrections": corrections_of_text(expressions),
    }
