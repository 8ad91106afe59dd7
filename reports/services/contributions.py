"""What a participant does with its contribution: begins, submits, says that there is nothing, withdraws."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.errors import IllegalTransition, RuleBroken
from foundation.ledger.services import record
from notifications.services import close_obligation
from reports.enums import ContributionState as S
from reports.enums import QueryState, RoundState
from reports.models import Contribution, Query, Snapshot
from reports.selectors.asked import asked_sections
from reports.selectors.contributions import due_moment
from reports.selectors.obligations import ACCEPTING, QUESTION_ASKED
from reports.selectors.progress import blockers
from reports.selectors.signing import signs_together
from reports.services.attachments import issue_attachments
from reports.services.audiences import own, own_and_staff
from reports.services.editions import follow_round
from reports.services.handing import close_handed
from reports.services.holding import hold_round
from reports.services.joint import ask_named, check_not_joined, let_names_lapse
from reports.services.prefill import prefill
from reports.services.requests import ask_for_clearance, end_request, request_contribution
from reports.services.snapshots import facts_of, freeze_snapshot
from reports.validators import clean_reason
from reports.workflow.contributions import CONTRIBUTION
from reports.workflow.queries import QUERY

BEGINNING = frozenset({"start", "declare_nothing", "register_letter", "reopen"})
"""Steps that begin a report of one's own, which a participant that joined another one's does not."""
CLOSED_TO_IT = _("This round does not allow it any more.")


def take_step(
    contribution: Contribution, name: str, *, actor: Actor, version: int | None, rounds: Iterable[str] = ACCEPTING
) -> Contribution:
    """Apply a step while the round is in one of `rounds`: before anything is received, and after it closed, none is."""
    hold_round(contribution)
    current = CONTRIBUTION.apply(contribution, name, actor=actor, version=version)
    if current.round.state not in rounds:
        raise IllegalTransition(CLOSED_TO_IT)
    if name in BEGINNING:
        check_not_joined(current)
    return current


@transaction.atomic
def start_contribution(
    contribution: Contribution, *, actor: Actor, version: int, now: datetime, language: str = "en"
) -> Contribution:
    """Open the form for the first time; answers of the last complete contribution are taken over, to be confirmed."""
    current = take_step(contribution, "start", actor=actor, version=version)
    current.language = language
    taken = prefill(current, now=now)
    current.save(update_fields=["state", "language", "prefilled_from", "version"])
    ask_for_clearance([current], now=now)
    record(current, "contribution.started", actor=actor, audience=own(current), facts={"prefilled": taken})
    return current


@transaction.atomic
def delete_draft(contribution: Contribution, *, actor: Actor, version: int, now: datetime) -> Contribution:
    """Remove everything typed: nobody else has seen it, and nobody else can do this."""
    current = take_step(contribution, "delete_draft", actor=actor, version=version)
    close_handed(current, now=now, reason="draft_deleted")
    current.prefilled_from, current.only_where_handed = None, False
    highest = current.answers.aggregate(highest=Max("version"))["highest"]
    current.versions_gone = highest or current.versions_gone
    current.save(  # first: it lets versions go
        update_fields=["state", "prefilled_from", "only_where_handed", "versions_gone", "version"]
    )
    current.handed.all().delete()
    current.signatures.all().delete()
    current.joint_names.all().delete()
    current.translations.all().delete()
    current.answers.all().delete()
    current.attachments.all().delete()
    current.terms.all().delete()
    current.clearances.all().delete()
    ask_for_clearance([current], now=now, reason="draft_deleted")
    record(current, "contribution.draft_deleted", actor=actor, audience=own(current))
    return current


@transaction.atomic
def submit_contribution(contribution: Contribution, *, actor: Actor, version: int, now: datetime) -> Contribution:
    """The submitting office sends it alone.

    Raises `RuleBroken` naming the first question that stands in the way, or where the participant signs with two.
    """
    current = take_step(contribution, "submit", actor=actor, version=version)
    if signs_together(current):
        raise RuleBroken(_("Two people sign for your participant: sign where you review what is sent."))
    return send(current, actor=actor, now=now)


def send(contribution: Contribution, *, actor: Actor, now: datetime) -> Contribution:
    """The answers are frozen, a receipt is given, and the request is closed (paragraph 17 begins here).

    The caller has taken the step and holds the contribution's lock. Raises `RuleBroken` as above.
    """
    check_ready(contribution)
    snapshot = _receive(contribution, actor=actor, now=now)
    _record_sent(contribution, "contribution.submitted", snapshot, actor=actor)
    return contribution


def check_ready(contribution: Contribution) -> None:
    """Raise `RuleBroken` naming the first question that stands in the way."""
    standing = blockers(asked_sections(contribution))
    if standing:
        raise RuleBroken(_("Some questions still need an answer or a confirmation."), field=standing[0].asked.name)


@transaction.atomic
def declare_nothing_to_report(contribution: Contribution, *, actor: Actor, version: int, now: datetime) -> Contribution:
    """Nothing to report for this period: one confirmation, undoable until the cut-off."""
    current = take_step(contribution, "declare_nothing", actor=actor, version=version)
    snapshot = _receive(current, actor=actor, now=now)
    _record_sent(current, "contribution.nothing_declared", snapshot, actor=actor)
    return current


@transaction.atomic
def undo_nothing_to_report(contribution: Contribution, *, actor: Actor, version: int, now: datetime) -> Contribution:
    """Report after all. Raises `IllegalTransition` after the cut-off, by its date or by the round's state."""
    current = take_step(contribution, "undo_nothing", actor=actor, version=version, rounds={RoundState.OPEN})
    if now > current.round.cutoff_at:
        raise IllegalTransition(_("The cut-off has passed: this can no longer be undone."))
    current.submitted_at, current.is_after_due, current.receipt_number = None, False, ""
    follow_round(current)
    current.save(update_fields=["state", "submitted_at", "is_after_due", "receipt_number", "template", "version"])
    request_contribution(current, now=now)
    record(current, "contribution.nothing_undone", actor=actor, audience=own_and_staff(current))
    return current


@transaction.atomic
def withdraw_contribution(
    contribution: Contribution, *, actor: Actor, version: int, now: datetime, reason: str
) -> Contribution:
    """Take it back, with a reason; open questions end with it. It is not counted any more."""
    why = clean_reason(reason)
    current = take_step(contribution, "withdraw", actor=actor, version=version)
    for query in Query.objects.filter(contribution=current, state=QueryState.OPEN).order_by("pk"):
        closed = QUERY.apply(query, "add_nothing", actor=actor, version=None)
        closed.replied_at = now
        closed.save(update_fields=["state", "replied_at", "version"])
        close_obligation(closed, QUESTION_ASKED, now=now, reason="withdrawn")
    close_handed(current, now=now, reason="withdrawn")
    let_names_lapse(current, now=now)
    current.reason = why
    current.save(update_fields=["state", "reason", "version"])
    end_request(current, now=now, reason="withdrawn")
    record(current, "contribution.withdrawn", actor=actor, audience=own_and_staff(current))
    return current


def _receive(contribution: Contribution, *, actor: Actor, now: datetime) -> Snapshot:
    """Freeze, date and number what is being sent, and close the request. The state is set and saved here."""
    if contribution.state != S.NOTHING_TO_REPORT:
        issue_attachments(contribution, actor=actor, now=now)
    snapshot = freeze_snapshot(contribution, now=now)
    if contribution.submitted_at is None:
        contribution.submitted_at = now
        contribution.is_after_due = now > due_moment(contribution)
    contribution.completed_at = None
    contribution.save(
        update_fields=["state", "submitted_at", "is_after_due", "completed_at", "receipt_number", "version"]
    )
    end_request(contribution, now=now, reason="received", facts={"snapshot": snapshot.sha256})
    close_handed(contribution, now=now, reason="received")
    contribution.signatures.all().delete()
    if contribution.state != S.NOTHING_TO_REPORT:
        ask_named(snapshot, actor=actor, now=now)
    return snapshot


def _record_sent(contribution: Contribution, kind: str, snapshot: Snapshot, *, actor: Actor) -> None:
    record(contribution, kind, actor=actor, audience=own_and_staff(contribution), facts=facts_of(snapshot))
