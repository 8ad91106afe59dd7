"""Which texts of a report are of an earlier wording than the authentic one, in sentences for those who mend them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.authentic import digest
from foundation.errors import Sentence
from foundation.ledger.history import tracked_models
from foundation.localized import LANGUAGES
from foundation.wording import langname, listed
from reports.models import ConsolidatedReport, ReportParagraph

MEND_FIRST = _("Change these texts, empty them, or tick that they are still right; then table the report.")


def earlier_wordings(report: ConsolidatedReport) -> Iterator[Sentence]:
    """A sentence for each language in which the title or a paragraph is of an earlier wording."""
    parts: dict[str, list[str]] = defaultdict(list)
    for code in report.earlier_in:
        parts[code].append(gettext("the title"))
    for number, codes in (
        report.paragraphs.exclude(earlier_in=[]).order_by("number").values_list("number", "earlier_in")
    ):
        for code in codes:
            parts[code].append(gettext("paragraph %(number)s") % {"number": number})
    for code in LANGUAGES:
        if code in parts:
            said = gettext("In %(language)s, of an earlier wording than the authentic text: %(parts)s.")
            yield said % {"language": langname(code), "parts": listed(parts[code])}


def waits_for_revision(report: ConsolidatedReport, language: str) -> bool:
    """Whether the text in this language exists, but the title or a paragraph of it is of an earlier wording."""
    return language in report.earlier_in or report.paragraphs.filter(earlier_in__contains=[language]).exists()


@dataclass(frozen=True)
class Reworded:
    """What an authentic text of a paragraph said when others were made from it, and what it says now."""

    number: int
    languages: str
    before: str
    now: str


def reworded(report: ConsolidatedReport) -> list[Reworded]:
    """For whoever mends them: how the authentic texts changed since, by paragraph. Two queries."""
    paragraphs = list(report.paragraphs.exclude(earlier_in=[]).order_by("number"))
    states: dict[int, list[Any]] = defaultdict(list)
    history = tracked_models()[ReportParagraph]._default_manager
    for state in history.filter(pgh_obj_id__in=[one.pk for one in paragraphs]).order_by("pgh_id"):
        states[state.pgh_obj_id].append(state)  # type: ignore[attr-defined]  # -- of every model of events
    return [
        change for one in paragraphs for change in _changes_of(one, states[one.pk], language=report.authentic_language)
    ]


def _changes_of(paragraph: ReportParagraph, states: Iterable[Any], *, language: str) -> Iterator[Reworded]:
    said = {(name, digest(state, name, language)): state for state in states for name in paragraph.words}
    for name in paragraph.words:
        made_from: dict[str, list[str]] = defaultdict(list)
        for code in paragraph.earlier_in:
            made_from[paragraph.made_from.get(f"{name}_{code}", "")].append(langname(code))
        for origin, languages in made_from.items():
            state = said.get((name, origin))
            if origin and state is not None and origin != digest(paragraph, name, language):
                before, now = (getattr(row, f"{name}_{language}") for row in (state, paragraph))
                yield Reworded(paragraph.number, listed(languages), before, now)
