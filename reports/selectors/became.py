"""What became of a contribution, as far as its reader may see: from its receipt to what ministers did."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.errors import Sentence
from meetings.models import Decision, FollowUp, Meeting
from reports.enums import ContributionState
from reports.models import ConsolidatedReport, Contribution, Endorsement, Review
from reports.selectors.consolidated import endorsements_of, reviews_of
from reports.selectors.follow_ups import asked_by


@dataclass(frozen=True)
class Step:
    """One thing that happened; `decision` only for those who may read it."""

    what: Sentence
    moment: datetime | None = None
    day: date | None = None
    meeting: Meeting | None = None
    report: ConsolidatedReport | None = None
    decision: Decision | None = None
    follow_up: FollowUp | None = None


def what_became_of(contribution: Contribution, actor: Actor) -> list[Step]:
    """Received, complete, consolidated, and what meetings did with the report; a fixed number of queries."""
    if contribution.submitted_at is None:
        return []
    steps = [Step(_("received"), moment=contribution.submitted_at)]
    if contribution.completed_at:
        steps.append(Step(_("complete"), moment=contribution.completed_at))
    seen = ConsolidatedReport.objects.visible_to(actor).filter(
        round=contribution.round_id, received_from=contribution.party_id
    )
    report = seen.first()
    if report is None or contribution.authority_id is not None:
        return steps
    if not _is_told_in(report, contribution):
        return [*steps, Step(_("the report was begun before this contribution was complete"), report=report)]
    steps.append(Step(_("consolidated"), moment=report.circulated_at, report=report))
    return [*steps, *_acts(report, contribution.party_id, actor)]


def _is_told_in(report: ConsolidatedReport, contribution: Contribution) -> bool:
    """Whether the report draws on it, or says of it that there was nothing to report."""
    drawn_on = report.sources.filter(snapshot__contribution=contribution)
    return contribution.state == ContributionState.NOTHING_TO_REPORT or drawn_on.exists()


def _acts(report: ConsolidatedReport, party: int, actor: Actor) -> list[Step]:
    acts: list[Endorsement | Review] = [
        *endorsements_of(report, actor).order_by("recorded_at", "id"),
        *reviews_of(report).order_by("recorded_at", "id"),
    ]
    named = [act.decision_id for act in acts]
    readable = set(Decision.objects.visible_to(actor).filter(pk__in=named).values_list("pk", flat=True))
    steps = [
        Step(
            str(act.verb.past),
            day=act.decision.decided_on,
            meeting=act.meeting,
            decision=act.decision if act.decision_id in readable else None,
        )
        for act in acts
    ]
    return [*steps, *(Step(_("asked of you"), follow_up=one) for one in asked_by(named, party, actor))]
