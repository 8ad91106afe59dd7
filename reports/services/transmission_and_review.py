"""From senior officials to ministers: transmission of the endorsed text, review, publication, corrections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity
from actionplan.services.activities import tie_follow_up
from documents.enums import Classification, RevisionKind
from documents.models import Revision
from documents.selectors import current_revisions
from documents.services import classify, issue_revision
from foundation.actors import Actor, made_again
from foundation.base import lock, touch
from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.audience import KNOWN, PUBLIC
from foundation.ledger.services import record
from meetings.models import AgendaItem, Decision, Meeting, Verb
from meetings.services.decisions import open_follow_up
from meetings.services.on_record import ON_ANOTHER_AGENDA
from parties.models import Party
from reports.enums import ReportState
from reports.models import ConsolidatedReport, Review, Transmission
from reports.permissions.consolidated import (
    CORRECTABLE,
    MEETING_AHEAD,
    can_issue_addendum,
    can_issue_corrigendum,
    can_transmit,
)
from reports.selectors.consolidated import publishing_decisions
from reports.services.asking import ask_about
from reports.services.consolidated import note_presentation
from reports.services.issuing import frozen
from reports.services.quoting import check_words
from reports.services.recording import (
    MeetingAct,
    check_act,
    check_kind,
    recorded,
    why_not_addressed,
)
from reports.workflow.consolidated import REPORT

STEPS = {"taken_note_of": "take_note", "deferred": "defer_review"}
"""The step a verb stands for; any other verb of review is shown as a review, in its own words."""
AWAITS_REVIEW = _(
    "A report was transmitted to this meeting and waits for its review: choose a kind of meeting that may review "
    "reports."
)
DONE = {"review": "reviewed", "take_note": "taken_note_of", "defer_review": "review_deferred"}


@dataclass(frozen=True)
class ToFollowUp:
    """What the decision of ministers asks for, and the activities it bears on."""

    title: Mapping[str, str]
    activities: Sequence[Activity]
    owner: Party | None = None
    due_on: date | None = None


@transaction.atomic
def transmit(
    report: ConsolidatedReport,
    *,
    meeting: Meeting,
    actor: Actor,
    version: int | None,
    now: datetime,
    agenda_item: AgendaItem | None = None,
) -> Transmission:
    """Send the endorsed report, and the hash of what was endorsed, to a meeting that may review it."""
    current = REPORT.apply(report, "transmit", actor=actor, version=version)
    addressed = lock(meeting)
    if not can_transmit(made_again(actor), current):
        raise NotAllowed
    check_kind(addressed, power="may_review")
    refused = why_not_addressed(addressed)
    if refused is not None:
        raise RuleBroken(refused, field="meeting")
    if agenda_item is not None and agenda_item.meeting_id != addressed.pk:
        raise RuleBroken(ON_ANOTHER_AGENDA, field="agenda_item")
    text = frozen(current.endorsed_revision)
    current.save(update_fields=["state", "version"])
    transmission = Transmission.objects.create(report=current, meeting=meeting, revision=text, transmitted_at=now)
    if agenda_item is not None:
        note_presentation(current, agenda_item)
    ask_about(current, now=now)
    facts = {"meeting": meeting.code, "sha256": text.sha256}
    record(current, "report.transmitted", actor=actor, audience=KNOWN, facts=facts)
    return transmission


def check_still_reviews(meeting: Meeting) -> None:
    """A meeting that a report was transmitted to stays one that may review it. Raises `RuleBroken`."""
    waiting = Transmission.objects.filter(meeting=meeting, report__state=ReportState.TRANSMITTED)
    if not meeting.kind.may_review and waiting.exists():
        raise RuleBroken(AWAITS_REVIEW, field="kind")


@transaction.atomic
def record_review(
    report: ConsolidatedReport,
    *,
    act: MeetingAct,
    actor: Actor,
    version: int | None,
    now: datetime,
    follow_ups: Sequence[ToFollowUp] = (),
) -> Review:
    """Record what ministers did with the report, in the verb they used, and what their decision asks for.

    A deferral leaves the report transmitted, for a later meeting. Raises `StaleVersion`, `IllegalTransition`,
    `NotAllowed` or `RuleBroken`.
    """
    step = _step_of(act.verb)
    current = REPORT.apply(report, step, actor=actor, version=version)
    check_act(act, current, power="may_review", actor=actor, now=now)
    _check_addressed(current, act.meeting)
    shown = _what_ministers_read(current)
    current.save(update_fields=["state", "version"])
    review = Review.objects.create(report=current, revision=shown, **recorded(act, actor=actor, now=now))
    for asked in follow_ups:
        _open(asked, review.decision, actor=actor, now=now)
    ask_about(current, now=now)
    facts = {"meeting": act.meeting.code, "verb": act.verb.code, "sha256": shown.sha256}
    record(current, f"report.{DONE[step]}", actor=actor, audience=KNOWN, facts=facts)
    return review


@transaction.atomic
def publish(
    report: ConsolidatedReport, *, decision: Decision, actor: Actor, version: int | None, now: datetime
) -> ConsolidatedReport:
    """Open the endorsed work to everybody, on the decision that allows it."""
    current = REPORT.apply(report, "publish", actor=actor, version=version)
    if not publishing_decisions(current).filter(pk=decision.pk).exists():
        raise RuleBroken(_("Choose a decision that this report was endorsed or reviewed by."), field="decision")
    current.published_by, current.published_at = decision, now
    current.save(update_fields=["state", "version", "published_by", "published_at"])
    text = frozen(current.endorsed_revision)
    work = text.expression.document
    classify(work, classification=Classification.PUBLIC, actor=actor, version=work.version, now=now)
    facts = {"decision": str(decision.uuid), "sha256": text.sha256}
    record(current, "report.published", actor=actor, audience=PUBLIC, facts=facts)
    return current


@transaction.atomic
def issue_corrigendum(
    report: ConsolidatedReport, *, language: str, text: str, actor: Actor, version: int | None, now: datetime
) -> Revision:
    """Correct an error by a Corr.n beside the issued text, which is never replaced."""
    touch(report, version=version, states=CORRECTABLE)
    if not can_issue_corrigendum(made_again(actor), report):
        raise NotAllowed
    return _correct(report, RevisionKind.CORRIGENDUM, language=language, text=text, actor=actor, now=now)


@transaction.atomic
def issue_addendum(
    report: ConsolidatedReport, *, language: str, text: str, actor: Actor, version: int | None, now: datetime
) -> Revision:
    """Add what came after the cut-off, by an Add.n, while the meeting is ahead; n of N stays as it was."""
    touch(report, version=version, states=MEETING_AHEAD)
    if not can_issue_addendum(made_again(actor), report):
        raise NotAllowed
    return _correct(report, RevisionKind.ADDENDUM, language=language, text=text, actor=actor, now=now)


def _correct(
    report: ConsolidatedReport, kind: RevisionKind, *, language: str, text: str, actor: Actor, now: datetime
) -> Revision:
    check_words(report, [text], field="text")
    report.refresh_from_db(fields=["document"])
    corrects = current_revisions(report.document).get(language) if report.document is not None else None
    if corrects is None:
        raise RuleBroken(_("The report has not been issued in this language."), field="language")
    revision = issue_revision(
        corrects.expression.document,
        language=language,
        content=text.encode(),
        media_type="text/plain",
        kind=kind,
        corrects=corrects,
        actor=actor,
        now=now,
    )
    audience = PUBLIC if report.state == ReportState.PUBLISHED else KNOWN
    facts: dict[str, str | int] = {"number": revision.number, "sha256": revision.sha256}
    record(report, f"report.{kind}_issued", actor=actor, audience=audience, facts=facts)
    return revision


def _step_of(verb: Verb) -> str:
    if not (verb.is_review or verb.code == "deferred"):
        raise RuleBroken(_("Choose what ministers did: review the report, take note of it, or defer it."), field="verb")
    return STEPS.get(verb.code, "review")


def _check_addressed(report: ConsolidatedReport, meeting: Meeting) -> None:
    first = first_to_review(report)
    if first is not None and first.pk != meeting.pk:
        raise RuleBroken(_("This report was transmitted to another meeting."), field="meeting")


def first_to_review(report: ConsolidatedReport) -> Meeting | None:
    """The meeting it was transmitted to deals with it first. None: any later one may.

    So it is after a deferral, and where that meeting was called off or its record concluded without the report.
    """
    meeting = report.transmission.meeting
    return None if why_not_addressed(meeting) is not None or report.reviews.exists() else meeting


def _what_ministers_read(report: ConsolidatedReport) -> Revision:
    """The transmitted text, which is the endorsed one to the byte."""
    shown = report.transmission.revision
    if shown.sha256 != frozen(report.endorsed_revision).sha256:
        raise RuleBroken(_("The text transmitted is not the text that was endorsed."))
    return frozen(shown)


def _open(asked: ToFollowUp, decision: Decision, *, actor: Actor, now: datetime) -> None:
    follow_up = open_follow_up(
        decision, title=asked.title, owner=asked.owner, due_on=asked.due_on, actor=actor, now=now
    )
    for activity in asked.activities:
        tie_follow_up(activity, follow_up, actor=actor)
