"""Which texts of a report are of an earlier wording than the authentic one, in sentences for those who mend them."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.errors import Sentence
from foundation.localized import LANGUAGES
from foundation.wording import langname, listed
from reports.models import ConsolidatedReport

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
