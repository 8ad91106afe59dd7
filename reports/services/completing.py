"""What completes an endorsement after its meeting: the amended text confirmed, or confirmations ad referendum."""

from copy import copy
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models import Revision
from foundation.actors import Actor, system
from foundation.errors import RuleBroken
from foundation.ledger.audience import KNOWN, STAFF
from foundation.ledger.services import record
from foundation.localized import LANGUAGES
from foundation.search.services import refresh
from parties.models import Party
from reports.models import ConsolidatedReport, Endorsement
from reports.services.asking import ask_about
from reports.services.issuing import frozen, issue_text
from reports.services.wordings import KEPT
from reports.workflow.consolidated import REPORT


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
