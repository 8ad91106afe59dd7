"""The first page of a delegation: what is asked of it, by when, the next step, what became of the last round."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foundation.actors import Actor, actor_on
from integrations.models import own_units
from meetings.enums import TOOK_PLACE
from meetings.models import Meeting
from meetings.selectors import meetings_ahead_of
from parties.selectors import parties_of, to_confirm_soon
from reports.enums import ContributionState as S
from reports.enums import JointState
from reports.models import ConsolidatedReport, Contribution, JointName, Presence
from reports.permissions.comments import comments_for
from reports.permissions.contributions import EDITABLE, can_agree, can_read_drafts, can_submit, can_write
from reports.permissions.letters import ARRANGEABLE
from reports.selectors.asked_each import asked_of_each
from reports.selectors.comments import asked_for_comments
from reports.selectors.consolidated import confirmations_asked_of
from reports.selectors.contributions import asked_unseen, contributions_before, due_moment, what_is_asked_of
from reports.selectors.follow_ups import owned_by
from reports.selectors.handed import handed_to
from reports.selectors.joint import asked_to_confirm, joined_in
from reports.selectors.letters import letters_waiting
from reports.selectors.obligations import AWAITED
from reports.selectors.presence import others_in
from reports.selectors.progress import Progress, progress_of_all
from reports.selectors.questions import questions_waiting
from reports.selectors.signing import signing_together
from reports.services.signing import SIGNABLE
from reports.views.unsent import say_what_was_not_done

LAST = 3
"""How many earlier rounds are shown."""
UNTOUCHED = frozenset({S.NOT_STARTED, S.DRAFT})
Joined = Mapping[tuple[int, int], JointName]
"""By the keys of the round and the participant."""
Reports = dict[int, ConsolidatedReport]
"""By the key of the round."""


@dataclass(frozen=True)
class Asked:
    """One request, with its due moment, how far it is, who works on it, and the one obvious next step."""

    contribution: Contribution
    due_at: datetime
    days: int
    """From today to the day it is due, in the zone it was set in; below zero after that day."""
    progress: Progress | None
    """None where nothing is being written, or the reader does not read drafts."""
    others: list[Presence]
    report: ConsolidatedReport | None
    """The report on this round, once it is circulated."""
    goes_to: Meeting | None
    """The meeting that the report goes to, as long as it has not been there."""
    questions: int
    """How many questions to it wait for a reply."""
    next_step: str
    """`start`, `form`, `review`, `sign`, `reply`, `confirm` (passages of its letter), `joined`, or `read`."""
    may_declare_nothing: bool
    joined: JointName | None
    """The contribution of another participant that this one has confirmed in the round."""

    @property
    def is_awaited(self) -> bool:
        """Something is still to be submitted: what has come is not due any more."""
        return self.joined is None and self.contribution.state in AWAITED


@never_cache
@require_safe
def portal_home(request: HttpRequest) -> HttpResponseBase:
    """What is asked of the reader's participant."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    say_what_was_not_done(request)
    actor, now = actor_on(request), timezone.now()
    parties = parties_of(actor)
    requests, before = list(what_is_asked_of(actor)), list(contributions_before(actor)[:LAST])
    reports, named = reports_on([*requests, *before], actor), asked_to_confirm(actor)
    joined = {(one.round_id, one.party_id): one for one in named if one.state == JointState.CONFIRMED}
    joined_before = joined_in(one.round_id for one in before) if before else {}
    context = {
        "parties": parties,
        "asked": everything_asked(requests, actor, now, reports, joined),
        "unseen": [one for one in asked_unseen(actor) if (one.round.pk, one.party.pk) not in joined],
        "to_confirm": [one for one in named if one.state != JointState.CONFIRMED],
        "to_comment": asked_for_comments(actor) if comments_for(actor) else [],
        "ad_referendum": list(confirmations_asked_of(parties, actor)) if parties else [],
        "handed": handed_to(actor),
        "follow_ups": list(owned_by(parties, actor)) if parties else [],
        "offices": to_confirm_soon(actor),
        "before": [(one, reports.get(one.round_id), joined_with(one, joined_before)) for one in before],
        "meetings": meetings_ahead_of(parties, actor, timezone.localdate(now)) if parties else [],
        "opens_workbench": actor.opens_workbench,
        "keeps_programs": bool(own_units(actor)),
    }
    return render(request, "reports/home.html", context)


def reports_on(contributions: list[Contribution], actor: Actor) -> Reports:
    """The reports on these rounds that the reader may see: circulated or later."""
    seen = ConsolidatedReport.objects.visible_to(actor).filter(round__in={one.round_id for one in contributions})
    return {report.round_id: report for report in seen}


def everything_asked(
    rows: list[Contribution], actor: Actor, now: datetime, reports: Reports, joined: Joined
) -> list[Asked]:
    """The requests as their reader sees them, in as many queries for three as for one."""
    written = [one for one in rows if one.state in EDITABLE and can_read_drafts(actor, one)]
    questions = {key: len(found) for key, found in questions_waiting(rows, actor).items()}
    progress = {
        key: progress_of_all(sections, waiting=questions.get(key, 0))
        for key, sections in asked_of_each(written).items()
    }
    waiting = letters_waiting([one for one in rows if one.state in ARRANGEABLE and can_submit(actor, one)])
    here: dict[int, list[Presence]] = {}
    for presence in others_in(written, actor=actor, now=now) if written else ():
        here.setdefault(presence.contribution_id, []).append(presence)
    by_two = signing_together(one.party_id for one in written)
    return [
        Asked(
            contribution=one,
            due_at=due_moment(one),
            days=days_until(due_moment(one), one.round.due_zone, now),
            progress=progress.get(one.pk),
            others=here.get(one.pk, []),
            report=reports.get(one.round_id),
            goes_to=goes_to(one, reports.get(one.round_id)),
            questions=questions.get(one.pk, 0),
            next_step="joined"
            if (with_another := joined_with(one, joined))
            else next_step(
                one,
                actor,
                progress.get(one.pk),
                signed_by_two=(one.party_id, one.authority_id) in by_two,
                confirms=one.pk in waiting,
            ),
            may_declare_nothing=one.state in UNTOUCHED and can_submit(actor, one) and with_another is None,
            joined=with_another,
        )
        for one in rows
    ]


def joined_with(contribution: Contribution, joined: Joined) -> JointName | None:
    """The one that its participant has confirmed; an authority on hold has confirmed nothing."""
    return joined.get((contribution.round_id, contribution.party_id)) if contribution.authority_id is None else None


def goes_to(contribution: Contribution, report: ConsolidatedReport | None) -> Meeting | None:
    """The meeting ahead; None once it took place, or once senior officials have dealt with the report by silence."""
    som = contribution.round.som
    was_there = som is None or som.state in TOOK_PLACE or (report is not None and report.endorsed_revision_id)
    return None if was_there else som


def days_until(moment: datetime, zone: str, now: datetime) -> int:
    """From today to that day, as the calendar of the zone has them; below zero afterwards."""
    there = ZoneInfo(zone)
    return (moment.astimezone(there).date() - now.astimezone(there).date()).days


def next_step(
    contribution: Contribution, actor: Actor, progress: Progress | None, *, signed_by_two: bool, confirms: bool
) -> str:
    """The one obvious next step."""
    if contribution.state == S.QUESTION_OPEN:
        return "reply" if can_submit(actor, contribution) else "read"
    if confirms:
        return "confirm"
    if contribution.state == S.NOT_STARTED and can_write(actor, contribution):
        return "start"
    if signed_by_two and contribution.state in SIGNABLE and can_agree(actor, contribution):
        return "sign"
    if contribution.state not in EDITABLE or not can_write(actor, contribution):
        return "read"
    return "review" if progress and progress.is_done and can_submit(actor, contribution) else "form"
