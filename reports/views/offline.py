"""Work offline: the form as a file, and the file back again, compared before anything of it is kept."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.actors import actor_on
from foundation.errors import DomainError, IllegalTransition, NotAllowed
from foundation.exports import docx, xlsx
from foundation.exports.files import attachment
from foundation.forms import show
from foundation.localized import LANGUAGES
from reports.forms.answers import not_kept
from reports.forms.editions import as_called_now, brought_forward, carried
from reports.forms.offline import TakeInForm, UploadForm, as_posted, posted_again
from reports.models import Contribution
from reports.offline import document, workbook
from reports.offline.differences import Change, Differences, differences
from reports.permissions.contributions import can_write, is_open_for_writing
from reports.selectors.asked import asked_sections
from reports.selectors.asked_question import AskedSection
from reports.selectors.contributions import due_moment
from reports.services.answers import write_answers
from reports.services.one_answer import Conflict, Draft
from reports.views.contribution import show_contribution
from reports.views.doors import contribution_page
from reports.views.unsent import let_go, typed_before, unsent


class FormKind(NamedTuple):
    """How a form is written as a file."""

    write: Callable[..., bytes]
    media_type: str


FORMS: Mapping[str, FormKind] = {
    "xlsx": FormKind(workbook.write_form, xlsx.MEDIA_TYPE),
    "docx": FormKind(document.write_form, docx.MEDIA_TYPE),
}


@contribution_page("GET", "POST", drafts=True)
def offline(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """The forms to download, and the way back for one that is filled in."""
    refused = _refused(request, contribution)
    if request.method != "POST":
        if chosen := unsent(request, reverse("portal-take-in", kwargs={"uuid": contribution.uuid})):
            return _chosen_before(request, contribution, chosen.words, refused)
        return redirect("portal-contribution", uuid=contribution.uuid) if refused else _page(request, contribution)
    if refused:
        return show_contribution(request, contribution, error=refused)
    form = UploadForm(request.POST, request.FILES, contribution=contribution)
    if not form.is_valid() or form.filled is None:
        return _page(request, contribution, form, status=400)
    let_go(request)
    asked = asked_sections(contribution)
    told = differences(contribution, asked, form.filled)
    return _compare(request, contribution, asked, told)


@contribution_page("GET", drafts=True)
def form_file(request: HttpRequest, contribution: Contribution, language: str, kind: str) -> HttpResponseBase:
    """The form with the answers as they stand."""
    if language not in LANGUAGES or kind not in FORMS:
        raise Http404
    if _refused(request, contribution):
        return redirect("portal-contribution", uuid=contribution.uuid)
    now: datetime = timezone.now()
    content = FORMS[kind].write(contribution, asked_sections(contribution), language=language, now=now)
    name = f"{contribution.round.code}-{contribution.party.code}-{language}.{kind}"
    return attachment(content, name=name, media_type=FORMS[kind].media_type)


@contribution_page("POST", drafts=True)
def take_in(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """Keep what was chosen of a file, in one transaction."""
    if refused := _refused(request, contribution):
        return show_contribution(request, contribution, error=refused)
    form, gone = _form_of(request.POST, contribution)
    if not form.is_valid():
        return _differences(request, contribution, form, status=400)
    try:
        written = write_answers(
            contribution,
            actor=actor_on(request),
            drafts=[*form.drafts(), *gone],
            now=timezone.now(),
            language=form.cleaned_data["language"],
        )
    except DomainError as error:
        show(form, error)
        return _differences(request, contribution, form, status=error.status)
    let_go(request)
    messages.success(request, _("Answers taken in from the file: %(count)s.") % {"count": len(written.saved)})
    return _taken_in(request, contribution, written.conflicts, cast("QueryDict", form.data))


def _form_of(
    posted: QueryDict, contribution: Contribution, *, changes: Mapping[str, Change] | None = None
) -> tuple[TakeInForm, list[Draft]]:
    """What was posted, under the names that its questions have now, and what lost its question meanwhile."""
    asked = asked_sections(contribution)
    sent, gone = brought_forward(posted, contribution)
    form = TakeInForm(as_called_now(sent, asked), asked=asked, contribution=contribution, changes=changes)
    form.carried = carried(posted, gone)
    return form, gone


def _chosen_before(
    request: HttpRequest, contribution: Contribution, words: QueryDict, refused: DomainError | None
) -> HttpResponseBase:
    """What was chosen of a file and sent without a session, as it was chosen."""
    form, _gone = _form_of(words, contribution, changes={})
    status = 200 if form.is_valid() else 400
    if refused:
        show(form, refused)
        status = refused.status
    return _differences(request, contribution, form, waits=True, status=status)


def _taken_in(
    request: HttpRequest, contribution: Contribution, conflicts: Sequence[Conflict], sent: QueryDict
) -> HttpResponseBase:
    """To the form, or once more to what somebody else changed meanwhile."""
    form = TakeInForm(
        posted_again(sent, conflicts), asked=asked_sections(contribution), contribution=contribution, changes={}
    )
    form.conflicts = {conflict.asked.name: conflict for conflict in conflicts if conflict.asked.name in form.fields}
    for conflict in conflicts:
        if conflict.asked.name not in form.fields:
            messages.warning(request, not_kept(conflict))
    if not form.conflicts:
        return redirect("portal-form", uuid=contribution.uuid)
    return _differences(request, contribution, form, status=409)


def _refused(request: HttpRequest, contribution: Contribution) -> DomainError | None:
    """Why nothing can be taken in now."""
    if not is_open_for_writing(contribution):
        return IllegalTransition(_("Answers cannot be changed now, so nothing was taken from the file."))
    return None if can_write(actor_on(request), contribution) else NotAllowed()


def _compare(
    request: HttpRequest, contribution: Contribution, asked: Sequence[AskedSection], told: Differences
) -> HttpResponseBase:
    posted = as_posted(told.changes, contribution.language)
    form = TakeInForm(posted, asked=asked, contribution=contribution, changes=told.changes)
    status = 200 if form.is_valid() else 400
    return _differences(request, contribution, form, told=told, status=status)


def _page(
    request: HttpRequest, contribution: Contribution, form: UploadForm | None = None, *, status: int = 200
) -> HttpResponseBase:
    context = {
        "contribution": contribution,
        "due_at": due_moment(contribution),
        "form": form or UploadForm(contribution=contribution),
        "file": typed_before(request, request.path).get("content"),
        "languages": list(LANGUAGES),
        "kinds": list(FORMS),
    }
    return render(request, "reports/offline.html", context, status=status)


def _differences(
    request: HttpRequest,
    contribution: Contribution,
    form: TakeInForm,
    *,
    told: Differences | None = None,
    waits: bool = False,
    status: int,
) -> HttpResponseBase:
    context = {
        "contribution": contribution,
        "due_at": due_moment(contribution),
        "form": form,
        "sections": list(form.lines()),
        "told": told,
        "unsent": waits,
    }
    return render(request, "reports/offline_differences.html", context, status=status)
