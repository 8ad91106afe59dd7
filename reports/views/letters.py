"""What a participant does with its registered letter: reads it, confirms passages of it, or corrects them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.actors import actor_on
from foundation.errors import DomainError, RuleBroken
from foundation.exports.files import attachment as as_attachment
from reports.forms.answer_fields import is_led_to
from reports.models import Contribution, Letter, Passage
from reports.selectors.asked import asked_sections
from reports.services.confirming import NOTHING_LEFT, confirm_passages
from reports.services.judging import correct_letter
from reports.views.contribution import show_contribution
from reports.views.doors import contribution_page, seen_version


def _letter(request: HttpRequest, contribution: Contribution) -> Letter:
    letter = get_object_or_404(Letter.objects.visible_to(actor_on(request)), contribution=contribution)
    letter.contribution = contribution
    return letter


@contribution_page("GET")
def letter(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """The authentic text, as it came."""
    found = _letter(request, contribution)
    revision = found.revision
    return as_attachment(bytes(revision.content), name=found.file_name, media_type=revision.media_type)


@contribution_page("POST")
def confirm(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """One passage, or all that wait, become the participant's own words."""
    found = _letter(request, contribution)
    try:
        confirmed = confirm_passages(
            found,
            actor=actor_on(request),
            version=seen_version(request),
            now=timezone.now(),
            passage=_chosen(request),
        )
    except DomainError as error:
        return show_contribution(request, contribution, error=error)
    messages.success(request, _("Passages confirmed: %(number)s.") % {"number": confirmed})
    return _back_to_letter(contribution)


@contribution_page("POST")
def correct(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """Open the form with the passages in their places, at the one to be corrected."""
    found = _letter(request, contribution)
    try:
        chosen = _chosen(request)
        current = correct_letter(
            contribution, actor=actor_on(request), version=seen_version(request), now=timezone.now()
        )
    except DomainError as error:
        return show_contribution(request, contribution, error=error)
    passage = Passage.objects.filter(letter=found, uuid=chosen).first() if chosen else None
    anchor = _anchor(current, passage) if passage else ""
    return redirect(reverse("portal-form", kwargs={"uuid": contribution.uuid}) + anchor)


def _chosen(request: HttpRequest) -> UUID | None:
    typed = request.POST.get("passage", "")
    try:
        return UUID(typed) if typed else None
    except ValueError as error:
        raise RuleBroken(NOTHING_LEFT) from error


def _anchor(contribution: Contribution, passage: Passage) -> str:
    for section in asked_sections(contribution):
        for item in section.questions:
            if (item.question.pk, item.activity and item.activity.pk) == (passage.question_id, passage.activity_id):
                return f"#id_{item.name}" if is_led_to(item) else f"#{section.name}"
    return ""


def _back_to_letter(contribution: Contribution) -> HttpResponseBase:
    return redirect(reverse("portal-contribution", kwargs={"uuid": contribution.uuid}) + "#letter")
