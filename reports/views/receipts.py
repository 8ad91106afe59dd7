"""What a participant holds of its submissions: the receipt, the canonical bytes, and the frozen PDF."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language

from foundation.exports.files import attachment
from foundation.exports.pdf import MEDIA_TYPE, PaperNotSetError, write_pdf
from reports.models import Contribution, Snapshot
from reports.papers.refused import NotSetError
from reports.papers.submission import receipt_paper
from reports.selectors.contributions import latest_snapshot, number_of, sealed_block
from reports.selectors.joint import together_with
from reports.services.receipts import freeze_paper
from reports.views.contribution import show_contribution
from reports.views.doors import contribution_page


@contribution_page("GET")
def receipt(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """The receipt: number, moment, SHA-256 of what was sent, and the place in the ledger."""
    snapshot = _last(contribution)
    kept = getattr(snapshot, "receipt", None)
    context = {
        "contribution": contribution,
        "snapshot": snapshot,
        "together_with": together_with(contribution),
        "paper": kept.revision if kept else None,
        "head": sealed_block(contribution, snapshot),
    }
    return render(request, "reports/receipt.html", context)


@contribution_page("GET")
def receipt_pdf(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """The same on paper, in the reader's language, with both clocks."""
    snapshot = _last(contribution)
    number = number_of(contribution, snapshot.number)
    paper = receipt_paper(
        snapshot,
        number=number,
        head=sealed_block(contribution, snapshot),
        together_with=together_with(contribution),
        zone=getattr(request.user, "time_zone", "") or contribution.round.due_zone,
        language=(get_language() or "en")[:2],
    )
    try:
        content = write_pdf(paper)
    except PaperNotSetError:
        return show_contribution(request, contribution, error=NotSetError())
    return attachment(content, name=f"{paper.title} {number}.pdf", media_type=MEDIA_TYPE)


@contribution_page("GET")
def snapshot(request: HttpRequest, contribution: Contribution, number: int) -> HttpResponseBase:  # noqa: ARG001 -- a page is given its request
    """The very bytes that the SHA-256 was taken of."""
    sent = _numbered(contribution, number)
    name = f"{number_of(contribution, number)}.json"
    return attachment(bytes(sent.canonical), name=name, media_type="application/json")


@contribution_page("GET")
def snapshot_pdf(request: HttpRequest, contribution: Contribution, number: int) -> HttpResponseBase:
    """The frozen PDF, served by its owner's view; frozen now where no worker has come to it yet."""
    sent = _numbered(contribution, number)
    try:
        revision = freeze_paper(sent, now=timezone.now())
    except PaperNotSetError:
        return show_contribution(request, contribution, error=NotSetError())
    title = f"{contribution.round.title} {contribution.party.name} {number_of(contribution, number)}"
    return attachment(bytes(revision.content), name=f"{title}.pdf", media_type=revision.media_type)


def _last(contribution: Contribution) -> Snapshot:
    snapshot = latest_snapshot(contribution) if contribution.submitted_at else None
    if snapshot is None:
        raise Http404
    snapshot.contribution = contribution
    return snapshot


def _numbered(contribution: Contribution, number: int) -> Snapshot:
    if contribution.submitted_at is None:
        raise Http404
    sent = get_object_or_404(Snapshot, contribution=contribution, number=number)
    sent.contribution = contribution
    return sent
