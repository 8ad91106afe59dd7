"""A participant translates its own answers: those it submitted, and those it is writing."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from foundation.actors import actor_on
from foundation.errors import IllegalTransition, NotAllowed
from reports.models import Contribution
from reports.permissions.contributions import EDITABLE
from reports.permissions.translations import can_translate, can_translate_drafts
from reports.selectors.translating import answer_sent, answer_written
from reports.translating import translate
from reports.views.contribution import show_contribution
from reports.views.doors import contribution_page
from reports.views.unsent import let_go, typed_before


@contribution_page("GET", "POST")
def of_version(request: HttpRequest, contribution: Contribution, number: int, place: int) -> HttpResponseBase:
    """Of an answer as it was submitted."""
    authentic = answer_sent(contribution, number, place) if contribution.submitted_at else None
    if authentic is None:
        raise Http404
    if not can_translate(actor_on(request), contribution):
        return show_contribution(request, contribution, error=NotAllowed())
    shown = translate(request, contribution, authentic, begun=typed_before(request, request.path))
    back = reverse("portal-version", kwargs={"uuid": contribution.uuid, "number": number}) + f"#answer-{place}"
    if shown is None:
        let_go(request)
        return redirect(back)
    return render(request, "reports/translate.html", {**shown.context, "back_url": back}, status=shown.status)


@contribution_page("GET", "POST", drafts=True)
def of_draft(request: HttpRequest, contribution: Contribution, name: str) -> HttpResponseBase:
    """Of an answer as it stands, while it is being written."""
    refused = None if contribution.state in EDITABLE else IllegalTransition()
    begun, authentic = typed_before(request, request.path), answer_written(contribution, name)
    if request.method != "POST" and begun and (refused or authentic is None):
        return show_contribution(request, contribution, error=refused, unsent=begun.get("text", ""))
    if refused and request.method != "POST":
        return redirect("portal-contribution", uuid=contribution.uuid)
    if authentic is None and refused:
        return show_contribution(request, contribution, error=refused)
    if authentic is None:
        raise Http404
    if not can_translate_drafts(actor_on(request), contribution):
        return show_contribution(request, contribution, error=refused or NotAllowed())
    shown = translate(request, contribution, authentic, refused=refused, begun=begun)
    back = _where_it_was_begun(request, contribution, name)
    if shown is None:
        let_go(request)
        return redirect(back)
    return render(request, "reports/translate.html", {**shown.context, "back_url": back}, status=shown.status)


def _where_it_was_begun(request: HttpRequest, contribution: Contribution, name: str) -> str:
    """The answer in the form, or the review."""
    if request.GET.get("from") == "form":
        return reverse("portal-form", kwargs={"uuid": contribution.uuid}) + f"#id_{name}"
    return reverse("portal-review", kwargs={"uuid": contribution.uuid})
