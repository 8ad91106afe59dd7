"""What senior officials did with a tabled report: endorsed it, as it was, as amended, ad referendum, or deferred it."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models import Revision
from foundation.actors import Actor, system
from foundation.errors import RuleBroken
from foundation.ledger.audience import KNOWN, STAFF
from foundation.ledger.services import record
from foundation.localized import LANGUAGES, texts
from foundation.search.services import refresh
from meetings.models import Verb
from parties.models import Party
from reports.models import Amendment, Confirmation, ConsolidatedReport, Endorsement, ReportParagraph, Reservation
from reports.services.asking import ask_about
from reports.services.issuing import frozen, issue_text
from reports.services.quoting import check_words
from reports.services.recording import MeetingAct, check_meeting, check_recorder, recorded
from reports.services.wordings import KEPT
from reports.workflow.consolidated import REPORT

AS_AMENDED, AD_REFERENDUM, DEFERRED = "endorsed_as_amended", "endorsed_ad_referendum", "deferred"
STEPS = {AS_AMENDED: "endorse_as_amended", AD_REFERENDUM: "endorse_ad_referendum", DEFERRED: "defer"}
"""The step a verb stands for; any other verb of endorsement endorses the text as it was tabled."""


@dataclass(frozen=True)
class Reserved:
    """A reservation, statement or disassociation, in the speaker's words; without a paragraph it bears on the whole."""

    party: Party
    kind: str
    language: str
    text: str
    paragraph: ReportParagraph | None = None


@dataclass(frozen=True)
class Amended:
    """The text of a paragraph as the meeting amended it, by language."""

    paragraph: ReportParagraph
    text: Mapping[str, str]


@dataclass(frozen=True)
class ToConfirm:
    """Who must confirm an endorsement ad referendum, and by which day."""

    by: date
    parties: Sequence[Party]


@transaction.atomic
def record_endorsement(
    report: ConsolidatedReport,
    *,
    act: MeetingAct,
    actor: Actor,
    version: int | None,
    now: datetime,
    reservations: Sequence[Reserved] = (),
    amendments: Sequence[Amended] = (),
    to_confirm: ToConfirm | None = None,
) -> Endorsement:
    """Record what the Senior Officials' Meeting did with the tabled report, once per meeting (paragraph 17).

    Nobody endorses by this: an officer of the chair says what the meeting did, the Secretariat on its instruction.
    Raises `StaleVersion`, `IllegalTransition`, `NotAllowed` or `RuleBroken`.
    """
    step = _step_of(act.verb)
    current = REPORT.apply(report, step, actor=actor, version=version)
    check_recorder(act, actor)
    check_meeting(act.meeting, power="may_endorse", now=now, tabled_at=current.tabled_at)
    _check_parts(current, step, reservations=reservations, amendments=amendments, to_confirm=to_confirm)
    check_words(current, [words for amendment in amendments for words in amendment.text.values()])
    shown = frozen(current.tabled_revision)
    if step == "endorse":
        current.endorsed_revision = shown
    if step == "defer":
        current.silence = None  # it carried the text that is now taken up again
    current.save(update_fields=["state", "version", "endorsed_revision", "silence"])
    refresh([current])
    endorsement = Endorsement.objects.create(
        report=current,
        revision=shown,
        is_provisional=to_confirm is not None,
        confirm_by=to_confirm.by if to_confirm else None,
        **recorded(act, actor=actor, now=now),
    )
    _write_parts(endorsement, reservations=reservations, amendments=amendments, to_confirm=to_confirm)
    ask_about(current, now=now)
    facts = {"meeting": act.meeting.code, "verb": act.verb.code, "sha256": shown.sha256}
    record(current, f"report.{_done(step)}", actor=actor, audience=KNOWN, facts=facts)
    return endorsement


@transaction.atomic
def issue_amended_revision(
    report: ConsolidatedReport, *, actor: Actor, version: int | None, now: datetime
) -> ConsolidatedReport:
    """Write the amendments into their paragraphs and issue the text as amended; the Chair confirms it afterwards.

    A language in which an amendment is still awaited is not issued: no text mixes amended and earlier wording.
    """
    current = REPORT.apply(report, "issue_amended", actor=actor, version=version)
    for amendment in latest_endorsement(current).amendments.select_related("paragraph"):
        paragraph = amendment.paragraph
        before = copy(paragraph)
        for code in LANGUAGES:
            setattr(paragraph, f"text_{code}", getattr(amendment, f"after_{code}"))
        paragraph.still_right = LANGUAGES  # the meeting amended them together
        paragraph.note_origins(before, authentic=current.authentic_language)
        paragraph.save(update_fields=[*(f"text_{code}" for code in LANGUAGES), *KEPT])
    text = issue_text(current, actor=actor, now=now)
    current.amended_revision = text
    current.save(update_fields=["state", "version", "document", "amended_revision"])
    refresh([current])
    record(current, "report.amended_text_issued", actor=actor, audience=KNOWN, facts={"sha256": text.sha256})
    return current


@transaction.atomic
def confirm_amended(
    report: ConsolidatedReport, *, actor: Actor, version: int | None, now: datetime
) -> ConsolidatedReport:
    """The Chair confirms that the amended text is the one the meeting endorsed; only now may it go to ministers."""
    current = REPORT.apply(report, "confirm_amended", actor=actor, version=version)
    return _confirm(current, current.amended_revision, "report.amended_text_confirmed", actor=actor, now=now)


@transaction.atomic
def confirm_ad_referendum(
    report: ConsolidatedReport,
    *,
    party: Party,
    letter_number: str,
    confirmed_on: date,
    actor: Actor,
    version: int | None,
    now: datetime,
) -> ConsolidatedReport:
    """Register one participant's confirmation, by its letter; with the last one the report is endorsed."""
    current = REPORT.apply(report, "register_confirmation", actor=actor, version=version)
    current.save(update_fields=["state", "version"])
    confirmations = latest_endorsement(current).confirmations.filter(confirmed_on=None)
    confirmation = confirmations.filter(party=party).first()
    if confirmation is None:
        raise RuleBroken(_("This participant is not among those whose confirmation is awaited."), field="party")
    if not confirmation.endorsement.decision.decided_on <= confirmed_on <= timezone.localdate(now):
        raise RuleBroken(_("Give a day between the decision and today."), field="confirmed_on")
    confirmation.confirmed_on, confirmation.letter_number = confirmed_on, letter_number
    confirmation.save(update_fields=["confirmed_on", "letter_number"])
    ask_about(current, now=now)
    record(current, "report.confirmation_registered", actor=actor, audience=STAFF, facts={"party": party.code})
    if confirmations.exists():
        return current
    current = REPORT.apply(current, "complete_confirmation", actor=system(now), version=None)
    return _confirm(current, current.tabled_revision, "report.confirmed", actor=actor, now=now)


@transaction.atomic
def declare_confirmed(
    report: ConsolidatedReport, *, actor: Actor, version: int | None, now: datetime
) -> ConsolidatedReport:
    """The Chair declares an endorsement ad referendum confirmed; the report keeps naming who was asked."""
    current = REPORT.apply(report, "declare_confirmed", actor=actor, version=version)
    return _confirm(current, current.tabled_revision, "report.confirmed", actor=actor, now=now)


def latest_endorsement(report: ConsolidatedReport) -> Endorsement:
    """What the last meeting that dealt with the report did with it."""
    return Endorsement.objects.filter(report=report).latest("recorded_at", "id")


def _confirm(
    report: ConsolidatedReport, revision: Revision | None, kind: str, *, actor: Actor, now: datetime
) -> ConsolidatedReport:
    text = frozen(revision)
    report.endorsed_revision = text
    report.save(update_fields=["state", "version", "endorsed_revision"])
    endorsement = latest_endorsement(report)
    endorsement.confirmed_at = now
    endorsement.save(update_fields=["confirmed_at"])
    ask_about(report, now=now)
    record(report, kind, actor=actor, audience=KNOWN, facts={"sha256": text.sha256})
    return report


def _step_of(verb: Verb) -> str:
    if not (verb.is_endorsement or verb.code == DEFERRED):
        raise RuleBroken(
            _("Choose what senior officials did: endorse the report in some form, or defer it."), field="verb"
        )
    return STEPS.get(verb.code, "endorse")


def _done(step: str) -> str:
    return {"defer": "deferred"}.get(step, step.replace("endorse", "endorsed", 1))


def _check_parts(
    report: ConsolidatedReport,
    step: str,
    *,
    reservations: Sequence[Reserved],
    amendments: Sequence[Amended],
    to_confirm: ToConfirm | None,
) -> None:
    """Each form of endorsement has its own parts, and each part bears on a paragraph of this very report."""
    if bool(amendments) != (step == "endorse_as_amended"):
        raise RuleBroken(_("An endorsement as amended, and no other, lists its amendments."), field="amendments")
    if (to_confirm is not None and bool(to_confirm.parties)) != (step == "endorse_ad_referendum"):
        raise RuleBroken(
            _("An endorsement ad referendum, and no other, says who must confirm and by when."), field="confirmations"
        )
    authentic = report.authentic_language
    if any(not amendment.text.get(authentic) for amendment in amendments):
        raise RuleBroken(_("Write each amendment in the authentic language."), field="amendments")
    bears_on = [reserved.paragraph for reserved in reservations if reserved.paragraph is not None]
    bears_on += [amended.paragraph for amended in amendments]
    if any(paragraph.report_id != report.pk for paragraph in bears_on):
        raise RuleBroken(_("This paragraph belongs to another report."), field="paragraph")


def _write_parts(
    endorsement: Endorsement,
    *,
    reservations: Sequence[Reserved],
    amendments: Sequence[Amended],
    to_confirm: ToConfirm | None,
) -> None:
    for reserved in reservations:
        Reservation.objects.create(endorsement=endorsement, **vars(reserved))
    for amended in amendments:
        columns = {f"before_{code}": text for code, text in texts(amended.paragraph, "text").items()}
        columns |= {f"after_{code}": amended.text.get(code, "") for code in LANGUAGES}
        Amendment.objects.create(endorsement=endorsement, paragraph=amended.paragraph, **columns)
    for party in to_confirm.parties if to_confirm else ():
        Confirmation.objects.create(endorsement=endorsement, party=party)
