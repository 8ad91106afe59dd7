"""What a participant marked as not to be quoted never reaches the text of a report by copying."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from foundation.errors import RuleBroken
from foundation.localized import texts
from reports.models import ConsolidatedReport, ReportParagraph
from reports.selectors.passages import as_one_line, withheld_sentences


def check_quotes(report: ConsolidatedReport, paragraphs: Iterable[ReportParagraph]) -> None:
    """Raise `RuleBroken` where a paragraph repeats a sentence that is not to be quoted; the paragraph is named."""
    withheld = withheld_sentences(report)
    for paragraph in paragraphs:
        written = " ".join(as_one_line(text) for text in texts(paragraph, "text").values())
        if any(sentence in written for sentence in withheld):
            raise RuleBroken(
                _("Paragraph %(number)s repeats words that a participant marked as not to be quoted.")
                % {"number": paragraph.number}
            )
