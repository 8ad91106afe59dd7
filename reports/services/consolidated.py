"""Drafting, circulating and tabling the consolidated report."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.base import lock, touch
from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.audience import KNOWN, STAFF
from foundation.ledger.services import record
from foundation.localized import LANGUAGES, texts
from foundation.related import Related
from foundation.search.services import refresh
from meetings.models import AgendaItem
from parties.enums import PartyKind
from parties.models import Party
from parties.services.chair import chair_held
from reports.enums import ContributionState, ReportState, RoundState
from reports.models import (
    ConsolidatedReport,
    Contribution,
    JointName,
    Presentation,
    ReportParagraph,
    ReportSource,
    Round,
    Snapshot,
)
from reports.permissions.consolidated import WRITABLE, can_open_report, can_write
from reports.services.asking import ask_about
from reports.services.issuing import issue_text
from reports.services.quoting import check_quotes, check_words
from reports.services.recording import why_not_addressed
from reports.services.wordings import KEPT, check_one_wording, check_title, note_paragraphs, note_title
from reports.workflow.consolidated import REPORT


def draft_report(
    round_: Round, *, title: Mapping[str, str], actor: Actor, now: datetime, authentic_language: str = "en"
) -> ConsolidatedReport:
    """Begin the report of a round that is being consolidated; its sources are the complete contributions.

    Who was received from, and n of N, are fixed here and never change. Raises `NotAllowed` or `RuleBroken`.
    """
    columns = {f"title_{code}": title.get(code, "") for code in LANGUAGES}
    return _begin(
        ConsolidatedReport(round=round_, authentic_language=authentic_language, **columns), actor=actor, now=now
    )


@transaction.atomic
def save_report(
    report: ConsolidatedReport, *, actor: Actor, version: int | None, creating: bool, related: Related
) -> ConsolidatedReport:
    """Begin a report, or write its title and paragraphs while they may be written.

    The authentic language changes while the report is drafted: a text that was circulated is the authentic one of it.
    """
    if creating:
        _begin(report, actor=actor, now=actor.now)
        if not related.children:
            return report
        return _write(report, related, actor=actor, before=report.authentic_language)
    _take_up(report, actor=actor, version=version)
    stored = ConsolidatedReport.objects.get(pk=report.pk)
    _check_language(report, stored.authentic_language)
    check_words(report, texts(report, "title").values())
    note_title(report, stored)
    report.save(update_fields=["authentic_language", *(f"title_{code}" for code in LANGUAGES), *KEPT])
    return _write(report, related, actor=actor, before=stored.authentic_language)


def _write(report: ConsolidatedReport, related: Related, *, actor: Actor, before: str) -> ConsolidatedReport:
    """The paragraphs; `before` is the language that was authentic until now."""
    paragraphs = [child for _key, child in related.children if isinstance(child, ReportParagraph)]
    check_quotes(report, paragraphs)
    note_paragraphs(report, paragraphs, before=before)
    related.write(report)
    record(report, "report.written", actor=actor, audience=STAFF, facts={"paragraphs": _numbers(paragraphs)})
    return report


def _check_language(report: ConsolidatedReport, before: str) -> None:
    if report.state != ReportState.DRAFTING and before != report.authentic_language:
        raise RuleBroken(
            _("The authentic language stays as it was when the report was circulated."), field="authentic_language"
        )


@transaction.atomic
def save_paragraph(paragraph: ReportParagraph, *, actor: Actor, version: int | None) -> ReportParagraph:
    """Write one paragraph (new or changed, unsaved); `version` is the report's."""
    _take_up(paragraph.report, actor=actor, version=version)
    check_quotes(paragraph.report, [paragraph])
    note_paragraphs(paragraph.report, [paragraph], before=paragraph.report.authentic_language)
    paragraph.save()
    facts = {"paragraphs": _numbers([paragraph])}
    record(paragraph.report, "report.written", actor=actor, audience=STAFF, facts=facts)
    return paragraph


@transaction.atomic
def circulate(
    report: ConsolidatedReport, *, comments_until: datetime, actor: Actor, version: int | None, now: datetime
) -> ConsolidatedReport:
    """Send the draft to the participants, who comment until a moment (UTC); what they read is issued and frozen.

    It goes out in each language in which it is whole and of the present wording: others follow, or read the authentic.
    """
    current = REPORT.apply(report, "circulate", actor=actor, version=version)
    if comments_until <= now:
        raise RuleBroken(_("Comments are asked for until a moment in the future."), field="comments_until")
    check_title(current)
    text = issue_text(current, actor=actor, now=now, is_draft=True)
    current.circulated_revision = text
    current.circulated_at, current.comments_until = now, comments_until
    current.save(
        update_fields=["state", "version", "document", "circulated_revision", "circulated_at", "comments_until"]
    )
    ask_about(current, now=now)
    record(current, "report.circulated", actor=actor, audience=KNOWN, facts={"sha256": text.sha256})
    return current


@transaction.atomic
def close_comments(
    report: ConsolidatedReport,
    *,
    actor: Actor,
    version: int | None,
    now: datetime,
) -> ConsolidatedReport:
    """No more comments are awaited; the drafters take them up in the text."""
    current = REPORT.apply(report, "close_comments", actor=actor, version=version)
    current.save(update_fields=["state", "version"])
    ask_about(current, now=now)
    record(current, "report.comments_closed", actor=actor, audience=KNOWN)
    return current


@transaction.atomic
def table(
    report: ConsolidatedReport,
    *,
    actor: Actor,
    version: int | None,
    now: datetime,
    agenda_item: AgendaItem | None = None,
) -> ConsolidatedReport:
    """Put the report before senior officials: the text is issued, frozen by its SHA-256, and fixed from here on.

    Refused while it says different things in different languages.
    """
    current = REPORT.apply(report, "table", actor=actor, version=version)
    check_one_wording(current)
    text = issue_text(current, actor=actor, now=now)
    current.tabled_revision, current.tabled_at = text, now
    current.save(update_fields=["state", "version", "document", "tabled_revision", "tabled_at"])
    refresh([current])
    if agenda_item is not None:
        note_presentation(current, agenda_item)
    ask_about(current, now=now)
    record(current, "report.tabled", actor=actor, audience=KNOWN, facts={"sha256": text.sha256})
    return current


def note_presentation(report: ConsolidatedReport, agenda_item: AgendaItem) -> None:
    """Note that an agenda item presents the report; a second presentation under the same item is refused.

    Raises `RuleBroken` where the meeting of the item is off, or its record concluded.
    """
    refused = why_not_addressed(lock(agenda_item.meeting))
    if refused is not None:
        raise RuleBroken(refused, field="agenda_item")
    Presentation.objects.create(report=report, agenda_item=agenda_item)


@transaction.atomic
def _begin(report: ConsolidatedReport, *, actor: Actor, now: datetime) -> ConsolidatedReport:
    round_, term = lock(report.round), chair_held()
    if not can_open_report(made_again(actor)):
        raise NotAllowed
    if round_.state != RoundState.CONSOLIDATING:
        raise RuleBroken(
            _("Close this round for contributions first: a report draws on what is complete."), field="round"
        )
    received = _received(report.round)
    _count(report, received)
    report.state, report.term = ReportState.DRAFTING, term
    note_title(report, None)
    report.save(force_insert=True)
    report.received_from.set(received)
    sources = _complete_snapshots(report.round)
    ReportSource.objects.bulk_create(ReportSource(report=report, snapshot=snapshot) for snapshot in sources)
    facts: dict[str, str | int] = {"round": report.round.code, "sources": len(sources), "at": now.isoformat()}
    record(report, "report.drafted", actor=actor, audience=STAFF, facts=facts)
    return report


def _take_up(report: ConsolidatedReport, *, actor: Actor, version: int | None) -> None:
    """The report first, at its next version: its texts are written through it."""
    touch(report, version=version, states=WRITABLE)
    if not can_write(made_again(actor), report):
        raise NotAllowed


def _asked(round_: Round) -> list[Party]:
    return list(Party.objects.filter(addressed__round=round_, addressed__counts_in_n=True))


def _received(round_: Round) -> list[Party]:
    """Of those asked and counted, whoever was received: complete or not, jointly, or with nothing to report."""
    counted = set(Contribution.objects.filter(round=round_).counted().values_list("party", flat=True))
    counted |= set(JointName.objects.filter(round=round_).confirmed().values_list("party", flat=True))
    return [party for party in _asked(round_) if party.pk in counted]


def _count(report: ConsolidatedReport, received: list[Party]) -> None:
    asked = _asked(report.round)
    for kind, name in ((PartyKind.STATE, "states"), (PartyKind.ORGANISATION, "organisations")):
        setattr(report, f"asked_{name}", sum(party.kind == kind for party in asked))
        setattr(report, f"received_{name}", sum(party.kind == kind for party in received))


def _complete_snapshots(round_: Round) -> list[Snapshot]:
    """The last submitted text of each complete contribution; never a draft, never one on hold."""
    complete = Contribution.objects.filter(round=round_, state=ContributionState.COMPLETE, authority=None)
    newest = complete.annotate(newest=Max("snapshots__number")).exclude(newest=None).values_list("pk", "newest")
    wanted = Q(pk__in=[])
    for contribution, number in newest:
        wanted |= Q(contribution=contribution, number=number)
    return list(Snapshot.objects.filter(wanted).order_by("pk"))


def _numbers(paragraphs: list[ReportParagraph]) -> list[int]:
    return sorted(paragraph.number for paragraph in paragraphs)
