"""A version of a contribution as a page for its participant: as it was submitted, and what changed in it."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from reports.models import Contribution
from reports.selectors.versions import read_version
from reports.views.doors import contribution_page


@contribution_page("GET")
def version(request: HttpRequest, contribution: Contribution, number: int) -> HttpResponseBase:
    """Read one, with its difference to the one before."""
    read = read_version(contribution, number) if contribution.submitted_at else None
    if read is None:
        raise Http404
    return render(request, "reports/version.html", {"contribution": contribution, "version": read})
