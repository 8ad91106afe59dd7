"""Print for clearance: one paper of all answers to be signed in the participant's own house, and who has signed."""

from collections.abc import Callable
from http.client import OK

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.actors import actor_on
from foundation.errors import DomainError, IllegalTransition
from foundation.exports import docx, pdf
from foundation.exports.files import attachment
from foundation.exports.paper import Paper
from foundation.forms import show
from reports.forms.clearances import ClearanceForm
from reports.models import Contribution
from reports.papers.clearance import ForClearance, clearance_paper, clearers_in
from reports.papers.refused import DRAFT_IS_KEPT, NotSetError
from reports.permissions.contributions import EDITABLE, can_write, is_open_for_writing
from reports.selectors.asked import asked_sections
from reports.selectors.attachments import files_of
from reports.selectors.clearances import clearances_of
from reports.selectors.contributions import due_moment, terms_of
from reports.selectors.joint import names_of
from reports.selectors.translations import translations_read
from reports.services.clearances import record_clearance
from reports.services.snapshots import version_of_asked, working_version
from reports.views.contribution import show_contribution
from reports.views.doors import contribution_page, seen_version, why_no_form
from reports.views.unsent import let_go, typed_before


@contribution_page("GET", "POST", drafts=True)
def clearance(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """Print it, see who has cleared it, and record who did."""
    if contribution.state not in EDITABLE:
        return _shut(request, contribution)
    version = working_version(contribution)
    begun = typed_before(request, request.path)
    form = ClearanceForm(
        request.POST if request.method == "POST" else None, initial={"answers_version": version, **begun}
    )
    status = OK
    if request.method == "POST":
        try:
            if form.is_valid():
                record_clearance(
                    contribution,
                    actor=actor_on(request),
                    version=seen_version(request),
                    now=timezone.now(),
                    **form.cleaned_data,
                )
                let_go(request)
                return redirect("portal-clearance", uuid=contribution.uuid)
            status = 400
        except DomainError as error:
            show(form, error)
            status = error.status
            contribution.refresh_from_db(fields=["state", "version"])
    writes = is_open_for_writing(contribution) and can_write(actor_on(request), contribution)
    context = {
        "contribution": contribution,
        "due_at": due_moment(contribution),
        "version": version,
        "clearances": clearances_of(contribution, version),
        "form": form if writes else None,
        "error": None if writes or status == OK else why_no_form(contribution),
        "unsent": begun,
    }
    return render(request, "reports/clearance.html", context, status=status)


def _shut(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """Nothing is being written: there is nothing to print, and a step that is no longer possible says so."""
    if request.method != "POST":
        return redirect("portal-contribution", uuid=contribution.uuid)
    try:
        seen_version(request)
    except DomainError as error:
        return show_contribution(request, contribution, error=error)
    return show_contribution(request, contribution, error=IllegalTransition())


def printed(ending: str, media_type: str, write: Callable[[Paper], bytes]) -> Callable[..., HttpResponseBase]:
    """The paper as a file. It is a draft: no browser and no cache keeps it."""

    @contribution_page("GET", drafts=True)
    def page(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
        if contribution.state not in EDITABLE:
            return redirect("portal-contribution", uuid=contribution.uuid)
        paper = _paper(request, contribution)
        try:
            content = write(paper)
        except pdf.PaperNotSetError:
            return show_contribution(request, contribution, error=NotSetError(DRAFT_IS_KEPT))
        name = " ".join([_("Draft for clearance"), contribution.round.code, str(contribution.party.name)])
        return attachment(content, name=f"{name}.{ending}", media_type=media_type)

    return page


def _paper(request: HttpRequest, contribution: Contribution) -> Paper:
    asked = asked_sections(contribution)
    version = version_of_asked(contribution, asked)
    draft = ForClearance(
        contribution=contribution,
        asked=asked,
        terms=terms_of(contribution),
        version=version,
        files=files_of(contribution),
        clearances=[one for one, _same in clearances_of(contribution, version)],
        due_at=due_moment(contribution),
        named=[one.party for one in names_of(contribution, actor_on(request))],
        translations=translations_read(contribution, actor_on(request)),
    )
    zone = getattr(request.user, "time_zone", "") or contribution.round.due_zone
    return clearance_paper(draft, clearers=clearers_in(request.GET.get("clearers", "")), now=timezone.now(), zone=zone)


clearance_pdf = printed("pdf", pdf.MEDIA_TYPE, pdf.write_pdf)
clearance_docx = printed("docx", docx.MEDIA_TYPE, docx.write_docx)
