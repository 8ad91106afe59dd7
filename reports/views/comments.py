"""A participant comments on a circulated report, or takes a comment back; both end on the page of the report."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from foundation.actors import actor_on
from foundation.errors import DomainError, NotAllowed
from foundation.forms import show
from reports.models import Comment
from reports.permissions.comments import comments_for
from reports.services.comments import comment_on, withdraw_comment
from reports.views.comment_form import comment_form
from reports.views.consolidated import report_shown_to, show_report
from reports.views.doors import seen_version
from reports.views.unsent import let_go, put_aside, to_sign_in


@never_cache
@require_POST
def comment(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Say something about the text that was circulated."""
    if not request.user.is_authenticated:
        return to_sign_in(request, uuid)
    if "forget" in request.POST:
        return put_aside(request)
    actor = actor_on(request)
    report = report_shown_to(actor, uuid)
    if not comments_for(actor):
        return show_report(request, report, error=NotAllowed())
    form = comment_form(actor, report, request.POST)
    try:
        if not form.is_valid():
            return show_report(request, report, form=form, status=400)
        comment_on(
            report,
            party=form.for_party(),
            said=form.said(),
            actor=actor,
            version=seen_version(request),
            now=timezone.now(),
        )
    except DomainError as error:
        show(form, error)
        return show_report(request, report_shown_to(actor, uuid), form=form, error=error)
    let_go(request)
    messages.success(request, _("The comment was sent."))
    return redirect("portal-report", uuid=uuid)


@never_cache
@require_POST
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Take a comment back."""
    if not request.user.is_authenticated:
        return to_sign_in(request, uuid)
    actor = actor_on(request)
    found = get_object_or_404(Comment.objects.visible_to(actor).select_related("report"), uuid=uuid)
    try:
        withdraw_comment(found, actor=actor, version=seen_version(request), now=timezone.now())
    except DomainError as error:
        return show_report(request, report_shown_to(actor, found.report.uuid), error=error)
    messages.success(request, _("The comment was withdrawn."))
    return redirect("portal-report", uuid=found.report.uuid)
