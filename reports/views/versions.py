"""A version of a contribution as a page for its participant: as it was submitted, and what changed in it."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from foundation.actors import Actor, actor_on
from foundation.exports.files import attachment
from foundation.exports.pdf import PaperNotSetError
from reports.models import Contribution
from reports.papers.copies import KINDS, copy_of
from reports.papers.refused import NotSetError
from reports.permissions.translations import can_translate
from reports.selectors.contributions import latest_snapshot
from reports.selectors.versions import read_version
from reports.translating import Translating
from reports.views.contribution import show_contribution
from reports.views.doors import contribution_page


@contribution_page("GET")
def version(request: HttpRequest, contribution: Contribution, number: int) -> HttpResponseBase:
    """Read one, with its difference to the one before."""
    read = read_version(contribution, number, actor=actor_on(request)) if contribution.submitted_at else None
    if read is None:
        raise Http404
    context = {
        "contribution": contribution,
        "version": read,
        "translating": _translating(contribution, number, actor_on(request)),
    }
    return render(request, "reports/version.html", context)


def _translating(contribution: Contribution, number: int, actor: Actor) -> Translating | None:
    if not can_translate(actor, contribution):
        return None
    latest = latest_snapshot(contribution)
    return Translating.in_portal(contribution, number, is_latest=latest is not None and latest.number == number)


@contribution_page("GET")
def copy(request: HttpRequest, contribution: Contribution, number: int, kind: str) -> HttpResponseBase:
    """The same as a file to read, in the reader's language, with what is translated into it."""
    paper = copy_of(contribution, number, actor=actor_on(request)) if contribution.submitted_at else None
    if paper is None or kind not in KINDS:
        raise Http404
    media_type, write = KINDS[kind]
    try:
        content = write(paper)
    except PaperNotSetError:
        return show_contribution(request, contribution, error=NotSetError())
    return attachment(content, name=f"{paper.title} {contribution.party.name}.{kind}", media_type=media_type)
