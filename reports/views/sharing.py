"""Sharing the work out: which section is with whom, who has finished, and the form that hands sections over."""

from collections.abc import Callable, Sequence
from http.client import OK
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.actors import actor_on
from foundation.errors import DomainError, Sentence
from foundation.forms import show
from reports.forms.handing import HandOverForm, WritersForm
from reports.models import Contribution, HandedSection
from reports.permissions.contributions import is_open_for_writing
from reports.permissions.handed import can_hand_over
from reports.selectors.asked import asked_sections
from reports.selectors.asked_question import AskedSection
from reports.selectors.contributions import due_moment
from reports.selectors.handed import colleagues_of, handed_of, other_colleagues_of
from reports.services.handing import (
    choose_writers,
    finish_section,
    go_on_with_section,
    hand_over,
    take_section_back,
)
from reports.views.doors import contribution_page, seen_version, why_no_form
from reports.views.unsent import let_go, unsent
from reports.workflow import HANDED

STEPS: dict[str, Callable[..., HandedSection]] = {
    "finish": finish_section,
    "go_on": go_on_with_section,
    "take_back": take_section_back,
}
SAID: dict[str, Sentence] = {
    "finish": gettext_lazy("Marked as finished."),
    "go_on": gettext_lazy("No longer marked as finished."),
    "take_back": gettext_lazy("Taken back: this section is with nobody now."),
}


@contribution_page("GET", "POST", drafts=True)
def sharing(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """Who writes what; those who share the work out hand over sections here."""
    if request.method != "POST":
        return _page(request, contribution)
    actor, now = actor_on(request), timezone.now()
    colleagues = colleagues_of(contribution, now=now)
    if can_hand_over(actor, contribution):  # the others are told that they may not, whomever they chose
        colleagues = other_colleagues_of(contribution, actor, now=now)
    form = HandOverForm(request.POST, sections=asked_sections(contribution), colleagues=colleagues)
    if not form.is_valid():
        return _page(request, contribution, form=form, status=400)
    try:
        handed = hand_over(contribution, actor=actor, now=now, **form.cleaned_data)
    except DomainError as error:
        show(form, error)
        return _page(request, contribution, form=form, error=error, status=error.status)
    let_go(request)
    messages.success(request, _("Handed to %(name)s.") % {"name": handed[0].user.full_name})
    return redirect("portal-sharing", uuid=contribution.uuid)


@contribution_page("POST", drafts=True)
def step(request: HttpRequest, contribution: Contribution, handed: UUID) -> HttpResponseBase:
    """Finish a section, go on with it, or take it back."""
    found = get_object_or_404(
        HandedSection.objects.visible_to(actor_on(request)).select_related("contribution"),
        uuid=handed,
        contribution=contribution,
    )
    name = request.POST.get("step", "")
    service = STEPS.get(name)
    if service is None:
        raise Http404
    try:
        service(found, actor=actor_on(request), version=seen_version(request), now=timezone.now())
    except DomainError as error:
        return _page(request, contribution, error=error, status=error.status)
    messages.success(request, str(SAID[name]))
    return redirect("portal-sharing", uuid=contribution.uuid)


@contribution_page("POST", drafts=True)
def writers(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """Choose where contributors may write."""
    form = WritersForm(request.POST)
    if not form.is_valid():
        return _page(request, contribution, choice=form, status=400)
    try:
        choose_writers(contribution, actor=actor_on(request), **form.cleaned_data)
    except DomainError as error:
        return _page(request, contribution, error=error, status=error.status)
    messages.success(request, _("Saved."))
    return redirect("portal-sharing", uuid=contribution.uuid)


def _page(
    request: HttpRequest,
    contribution: Contribution,
    *,
    form: HandOverForm | None = None,
    choice: WritersForm | None = None,
    error: DomainError | None = None,
    status: int = OK,
) -> HttpResponseBase:
    actor, now = actor_on(request), timezone.now()
    contribution.refresh_from_db(fields=["state", "version", "only_where_handed"])
    sections = asked_sections(contribution)
    handed = list(handed_of(contribution, actor, now=now))
    is_open = is_open_for_writing(contribution)
    may = is_open and can_hand_over(actor, contribution)
    waiting = unsent(request, request.path)
    if not may and status != OK:
        error = why_no_form(contribution, error)
    elif form is not None:
        error = None  # it stands in the form
    if form is None and may:
        others = other_colleagues_of(contribution, actor, now=now)
        form = HandOverForm(waiting.words if waiting else None, sections=_free(sections, handed), colleagues=others)
    asked = {one.keys for one in sections}
    context: dict[str, Any] = {
        "contribution": contribution,
        "due_at": due_moment(contribution),
        "handed": [(one, HANDED.available(one, actor) if is_open else [], one.keys in asked) for one in handed],
        "form": form if may else None,
        "choice": (choice or WritersForm(stands=contribution.only_where_handed)) if may else None,
        "error": error,
        "unsent": waiting,
    }
    return render(request, "reports/sharing.html", context, status=status)


def _free(sections: Sequence[AskedSection], handed: Sequence[HandedSection]) -> list[AskedSection]:
    """What is with nobody, or with somebody who holds no office any more."""
    taken = {one.keys for one in handed if one.holds_office}  # type: ignore[attr-defined]  # -- annotated by the selector
    return [one for one in sections if one.keys not in taken]
