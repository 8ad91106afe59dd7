"""What answers said before, for those who read the working answers: nothing that was written is out of reach."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from foundation.actors import actor_on
from foundation.forms import version_in
from reports.models import Contribution
from reports.selectors.earlier import changed_answers, versions_of_answer
from reports.views.doors import contribution_page


@contribution_page("GET", drafts=True)
def earlier(request: HttpRequest, contribution: Contribution) -> HttpResponseBase:
    """Which answers were changed, each with the way to its versions."""
    context = {"contribution": contribution, "changed": changed_answers(contribution, actor_on(request))}
    return render(request, "reports/earlier.html", context)


@contribution_page("GET", drafts=True)
def versions(request: HttpRequest, contribution: Contribution, answer: UUID) -> HttpResponseBase:
    """Every version of one answer, the newest first."""
    before = version_in(request.GET.get("before", ""))
    read = versions_of_answer(contribution, answer, actor=actor_on(request), before=before)
    if read is None:
        raise Http404
    return render(request, "reports/earlier_versions.html", {"contribution": contribution, "read": read})
