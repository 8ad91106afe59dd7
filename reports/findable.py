"""Words by which consolidated reports are found. What participants answer is never among them, nor any draft."""

from django.db.models import QuerySet

from foundation.localized import LANGUAGES
from foundation.search.registry import Findable, words_of
from reports.models import ConsolidatedReport
from reports.models.consolidated import DRAFTED


def of_report(report: ConsolidatedReport) -> dict[str, str]:
    """Its title and the paragraphs that were issued."""
    title, paragraphs = words_of(report, "title"), list(report.paragraphs.all())
    return {
        code: "\n".join(
            filter(
                None,
                [title[code], *(getattr(one, f"{part}_{code}") for one in paragraphs for part in ("heading", "text"))],
            )
        )
        for code in LANGUAGES
    }


def issued(rows: "QuerySet[ConsolidatedReport]") -> "QuerySet[ConsolidatedReport]":
    """Those whose text is fixed: tabled and what came after."""
    return rows.exclude(state__in=DRAFTED).prefetch_related("paragraphs")


FINDABLE = (Findable(ConsolidatedReport, of_report, rows=issued),)
