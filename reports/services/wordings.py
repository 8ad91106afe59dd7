"""Keeping, as a report is written, which of its texts are of an earlier wording than the authentic one.

A text that senior officials endorse must not say different things in three languages.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from foundation.errors import RuleBroken, RulesBroken
from reports.models import ConsolidatedReport, ReportParagraph
from reports.selectors.wordings import MEND_FIRST, earlier_wordings

KEPT = ("made_from", "earlier_in")
"""The columns that `note_title` and `note_paragraphs` set."""


def note_title(report: ConsolidatedReport, before: ConsolidatedReport | None) -> None:
    """Note what the titles were made from; the report is about to be saved.

    Participants read the title in their lists from the circulation on: from then it changes in every language at once.
    """
    language = report.authentic_language
    report.note_origins(before, authentic=before.authentic_language if before else language)
    if before and before.authentic_language != language:
        _turn(report, language, instead_of=before.authentic_language)
    if report.circulated_at and report.earlier_in:
        raise RuleBroken(
            _(
                "Participants read the title already: change it in every language, or tick the languages in which it "
                "is still right."
            ),
            field=f"title_{report.earlier_in[0]}",
        )


def note_paragraphs(report: ConsolidatedReport, written: Iterable[ReportParagraph], *, before: str) -> None:
    """Note what the texts of these paragraphs were made from; they are about to be saved under the report's lock.

    `before` is the language that was authentic: where it is another now, the other paragraphs follow.
    """
    written, stored = list(written), ReportParagraph.objects.filter(report=report).in_bulk()
    for paragraph in written:
        paragraph.note_origins(stored.pop(paragraph.pk, None), authentic=before)
    if report.authentic_language == before:
        return
    others = list(stored.values())
    for paragraph in (*written, *others):
        _turn(paragraph, report.authentic_language, instead_of=before)
    ReportParagraph.objects.bulk_update(others, KEPT)


def check_title(report: ConsolidatedReport) -> None:
    """Raise `RuleBroken` before the title is read by others while it says different things in different languages."""
    if report.earlier_in:
        raise RuleBroken(
            _(
                "The title was changed in the authentic language alone: change the others, or tick that they are "
                "still right."
            )
        )


def check_one_wording(report: ConsolidatedReport) -> None:
    """Raise `RulesBroken` while any text of the report is of an earlier wording than the authentic one."""
    earlier = list(earlier_wordings(report))
    if earlier:
        raise RulesBroken([*earlier, MEND_FIRST])


def _turn(row: ConsolidatedReport | ReportParagraph, language: str, *, instead_of: str) -> None:
    if language in row.earlier_in:
        raise RuleBroken(
            _("In this language a text is still of an earlier wording: mend it before the language is authentic."),
            field="authentic_language",
        )
    row.take_as_authentic(language, instead_of=instead_of)
