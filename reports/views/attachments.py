"""Files beside the answers: put there, taken away, and handed out to those who may read them."""

from collections.abc import Sequence
from http.client import OK
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foundation.actors import actor_on
from foundation.errors import DomainError
from foundation.exports.files import attachment as as_attachment
from foundation.forms import show
from reports.forms.attachments import AttachForm
from reports.models import Attachment, Contribution
from reports.names import section_anchor
from reports.permissions.contributions import can_write, is_open_for_writing
from reports.selectors.asked import asked_sections
from reports.selectors.asked_question import AskedSection
from reports.selectors.attachments import content_of, files_of
from reports.selectors.contributions import due_moment
from reports.services.attachments import attach_file, remove_attachment
from reports.views.contribution import show_contribution
from reports.views.doors import contribution_page, seen_version, why_no_form
from reports.views.unsent import let_go, typed_before


@contribution_page("GET", "POST", drafts=True)
def attachments(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """The files of a contribution by section, and a form for one more."""
    sections = asked_sections(contribution)
    asked_for = next((one.name for one in sections if one.name == request.GET.get("place")), "")
    if request.method != "POST":
        form = AttachForm(sections=sections, initial={"place": asked_for, **typed_before(request, request.path)})
        return _page(request, contribution, sections, form)
    form = AttachForm(request.POST, request.FILES, sections=sections)
    if not form.is_valid() or form.examined is None:
        return _page(request, contribution, sections, form, status=400)
    try:
        attached = attach_file(
            contribution,
            actor=actor_on(request),
            now=timezone.now(),
            place=form.cleaned_data["place"],
            title=form.cleaned_data["title"],
            name=form.cleaned_data["content"].name,
            file=form.examined,
        )
    except DomainError as error:
        show(form, error)
        return _page(request, contribution, sections, form, error=error, status=error.status)
    let_go(request)
    messages.success(request, _("“%(file)s” is attached.") % {"file": attached.title})
    if asked_for:
        return redirect(reverse("portal-form", kwargs={"uuid": contribution.uuid}) + f"#{attached_to(attached)}")
    return redirect("portal-attachments", uuid=contribution.uuid)


def attaching_to(contribution: Contribution, place: str) -> str:
    """The page on which a file is put under this section of the form, to which it leads back."""
    return f"{reverse('portal-attachments', kwargs={'uuid': contribution.uuid})}?{urlencode({'place': place})}#attach"


def attached_to(attachment: Attachment) -> str:
    """The anchor of the section that a file belongs to."""
    return section_anchor(attachment.section.uuid, attachment.activity.uuid if attachment.activity else None)


@contribution_page("POST", drafts=True)
def remove(request: HttpRequest, contribution: Contribution, attachment: UUID) -> HttpResponseBase:
    """Take a file away, over the version that was seen: it may have been sent, or opened to others, since."""
    by: dict[str, Any] = {"actor": actor_on(request), "now": timezone.now()}
    try:
        remove_attachment(contribution, attachment, version=seen_version(request), **by)
    except DomainError as error:
        return show_contribution(request, contribution, error=error)
    messages.success(request, _("The file is removed."))
    return redirect("portal-attachments", uuid=contribution.uuid)


@never_cache
@require_safe
def download(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The bytes, for those who may read them; a foreign file and one that is not there answer the same 404."""
    found = get_object_or_404(Attachment.objects.visible_to(actor_on(request)).select_related("revision"), uuid=uuid)
    return as_attachment(content_of(found), name=found.file_name, media_type=found.media_type)


def _page(
    request: HttpRequest,
    contribution: Contribution,
    sections: Sequence[AskedSection],
    form: AttachForm,
    *,
    error: DomainError | None = None,
    status: int = OK,
) -> HttpResponseBase:
    writes = is_open_for_writing(contribution) and can_write(actor_on(request), contribution)
    context = {
        "contribution": contribution,
        "due_at": due_moment(contribution),
        "attachments": files_of(contribution),
        "form": form if sections and writes else None,
        "error": None if (sections and writes) or status == OK else why_no_form(contribution, error),
        "unsent": typed_before(request, request.path),
    }
    return render(request, "reports/attachments.html", context, status=status)
