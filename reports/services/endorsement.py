"""What senior officials did with a tabled report: endorsed it, as it was, as amended, ad referendum, or deferred it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from documents.models import Revision
from foundation.actors import Actor
from foundation.errors import RuleBroken
from foundation.ledger.audience import KNOWN
from foundation.ledger.services import record
from foundation.localized import LANGUAGES, texts
from foundation.search.services import refresh
from meetings.models import Verb
from meetings.services.decisions import BEFORE_DECISION
from parties.models import Party
from reports.models import Amendment, Confirmation, ConsolidatedReport, Endorsement, ReportParagraph, Reservation
from reports.services.asking import ask_about
from reports.services.issuing import frozen
from reports.services.quoting import check_words
from reports.services.recording import MeetingAct, check_act, recorded
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
    check_act(act, current, power="may_endorse", actor=actor, now=now, tabled_at=current.tabled_at)
    _check_parts(current, step, reservations=reservations, amendments=amendments, to_confirm=to_confirm)
    _check_day(act, to_confirm)
    check_words(current, [words for amendment in amendments for words in amendment.text.values()])
    shown = frozen(current.tabled_revision)
    _keep(current, step, shown)
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


def _keep(report: ConsolidatedReport, step: str, shown: Revision) -> None:
    """The report with what the step did to its text: endorsed as it was shown, or taken up again."""
    if step == "endorse":
        report.endorsed_revision = shown
    if step == "defer":
        report.silence = None  # it carried the text that is now taken up again
    report.save(update_fields=["state", "version", "endorsed_revision", "silence"])
    refresh([report])


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


def _check_day(act: MeetingAct, to_confirm: ToConfirm | None) -> None:
    if to_confirm is not None and to_confirm.by < act.decided_on:
        raise RuleBroken(BEFORE_DECISION, field="confirm_by")


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
