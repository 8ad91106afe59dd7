"""What a participant marked as not to be quoted never reaches a text of a report by copying, by whatever door."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from foundation.errors import RuleBroken
from foundation.localized import texts
from reports.models import ConsolidatedReport, ReportParagraph
from reports.selectors.passages import as_one_line, withheld_sentences


def check_quotes(report: ConsolidatedReport, paragraphs: Iterable[ReportParagraph]) -> None:
    """Raise `RuleBroken` where a paragraph repeats a sentence that is not to be quoted; the paragraph is named."""
    for paragraph in repeating(report, paragraphs):
        raise RuleBroken(
            _("Paragraph %(number)s repeats words that a participant marked as not to be quoted.")
            % {"number": paragraph.number}
        )


def repeating(report: ConsolidatedReport, paragraphs: Iterable[ReportParagraph]) -> Iterator[ReportParagraph]:
    """Those of the paragraphs that repeat a sentence that is not to be quoted."""
    withheld = withheld_sentences(report)
    for paragraph in paragraphs:
        if _repeats(withheld, [*texts(paragraph, "heading").values(), *texts(paragraph, "text").values()]):
            yield paragraph


def check_words(report: ConsolidatedReport, words: Iterable[str], *, field: str | None = None) -> None:
    """The same for words that are no paragraph: a title, an amendment, a corrigendum, an addendum."""
    if _repeats(withheld_sentences(report), words):
        raise RuleBroken(_("This text repeats words that a participant marked as not to be quoted."), field=field)


def _repeats(withheld: Iterable[str], words: Iterable[str]) -> bool:
    written = " ".join(as_one_line(text) for text in words)
    return any(sentence in written for sentence in withheld)
