"""The first page of a delegation: what is asked of it, by when, the next step, what became of the last round."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foundation.actors import Actor
from foundation.admin import actor_on, reads_workbench
from parties.selectors import parties_of
from reports.enums import ContributionState as S
from reports.models import ConsolidatedReport, Contribution
from reports.permissions.contributions import EDITABLE, can_submit, can_write
from reports.selectors.contributions import contributions_before, what_is_asked_of

LAST = 3
"""How many earlier rounds are shown."""


@dataclass(frozen=True)
class Asked:
    """One request, with its due moment and the one obvious next step for this reader."""

    contribution: Contribution
    due_at: datetime
    next_step: str
    """`start`, `form`, `reply`, or `read`."""
    may_declare_nothing: bool


@never_cache
@require_safe
def portal_home(request: HttpRequest) -> HttpResponseBase:
    """What is asked of the reader's participant."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    actor = actor_on(request)
    before = list(contributions_before(actor)[:LAST])
    reports = ConsolidatedReport.objects.visible_to(actor).filter(round__in=[one.round_id for one in before])
    by_round = {report.round_id: report for report in reports}
    context = {
        "parties": parties_of(actor),
        "asked": [asked(contribution, actor) for contribution in what_is_asked_of(actor)],
        "before": [(contribution, by_round.get(contribution.round_id)) for contribution in before],
        "opens_workbench": reads_workbench(actor.wearing("presidency"))
        or reads_workbench(actor.wearing("secretariat")),
    }
    return render(request, "reports/home.html", context)


def asked(contribution: Contribution, actor: Actor) -> Asked:
    """A request as its reader sees it."""
    agreed: datetime | None = contribution.agreed_until  # type: ignore[attr-defined]  # -- annotated by the selector
    untouched = contribution.state in {S.NOT_STARTED, S.DRAFT}
    return Asked(
        contribution=contribution,
        due_at=agreed or contribution.round.due_at,
        next_step=next_step(contribution, actor),
        may_declare_nothing=untouched and can_submit(actor, contribution),
    )


def next_step(contribution: Contribution, actor: Actor) -> str:
    """The one obvious next step."""
    if contribution.state == S.QUESTION_OPEN:
        return "reply" if can_submit(actor, contribution) else "read"
    if contribution.state == S.NOT_STARTED and can_write(actor, contribution):
        return "start"
    return "form" if contribution.state in EDITABLE and can_write(actor, contribution) else "read"
