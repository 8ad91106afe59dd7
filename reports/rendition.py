"""The rendition of a report: the same text always gives the same bytes, which are then issued and frozen.

UTF-8 HTML without styles or scripts: read in any browser, printed, kept. Nothing in it depends on when or by whom it
was made. `body_of` gives back what stands between `<main>` and `</main>`, so that pages show the very bytes.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from foundation.authentic import normal
from foundation.localized import LANGUAGES
from foundation.wording import labelled, listed, localdays
from parties.models import Party
from reports.models import ConsolidatedReport, ReportParagraph
from reports.selectors.rounds import Counts, Share

MEDIA_TYPE = "text/html"
BLANK_LINES = re.compile(r"\n{2,}")
TAGS = {"h1", "h2", "p", "br", "section", "bdi"}
ATTRIBUTES = {"section": {"id"}}
NUMBERED = re.compile(rb'<section id="paragraph-([0-9]+)">')
"""Where a paragraph begins. No text looks like it: what people write is escaped."""


@dataclass(frozen=True)
class Text:
    """What is rendered: a report, its paragraphs in order, and who was received from."""

    report: ConsolidatedReport
    paragraphs: Sequence[ReportParagraph]
    received_from: Sequence[Party]

    def languages(self) -> list[str]:
        """The languages in which the whole text exists: no rendition ever mixes two, nor two wordings."""
        return [code for code in LANGUAGES if self.is_whole_in(code)]

    def is_whole_in(self, language: str) -> bool:
        """Title, every paragraph and every heading of the authentic text are there, and of its present wording."""
        authentic = self.report.authentic_language
        named = getattr(self.report, f"title_{language}")
        earlier = {*self.report.earlier_in, *(code for paragraph in self.paragraphs for code in paragraph.earlier_in)}
        if language in earlier:
            return False
        return bool(named and self.paragraphs) and all(
            getattr(paragraph, f"text_{language}")
            and (getattr(paragraph, f"heading_{language}") or not getattr(paragraph, f"heading_{authentic}"))
            for paragraph in self.paragraphs
        )


def text_of(report: ConsolidatedReport) -> Text:
    """The text of a report as it stands now."""
    return Text(report, list(report.paragraphs.order_by("number", "id")), list(report.received_from.all()))


def render(text: Text, language: str) -> bytes:
    """The canonical bytes of the text in one language, in which it must be whole."""
    with override(language):
        title = _escaped(getattr(text.report, f"title_{language}"))
        direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
        body = [f"<h1>{title}</h1>", *_preliminaries(text, language)]
        for paragraph in text.paragraphs:
            body += _paragraph(paragraph, language)
    lines = [
        "<!doctype html>",
        f'<html lang="{language}" dir="{direction}">',
        f'<head><meta charset="utf-8"><title>{title}</title></head>',
        "<body>",
        "<main>",
        *body,
        "</main>",
        "</body>",
        "</html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def body_of(content: bytes) -> SafeString:
    """What a page shows of issued bytes: the text between `<main>` and `</main>`, with nothing but its own tags."""
    _head, _mark, rest = content.decode().partition("<main>")
    body, _mark, _tail = rest.rpartition("</main>")
    return mark_safe(nh3.clean(body, tags=TAGS, attributes=ATTRIBUTES))  # noqa: S308 -- cleaned on this very line


def numbers_in(content: bytes) -> list[int]:
    """The numbers of the paragraphs as they are printed in issued bytes, in their order."""
    return [int(number) for number in NUMBERED.findall(content)]


def paragraphs_in(content: bytes) -> dict[int, bytes]:
    """The paragraphs of issued bytes by their printed numbers, heading and text as they stand there."""
    _before, *parts = NUMBERED.split(content)
    return {
        int(number): words.partition(b"</section>")[0] for number, words in zip(parts[::2], parts[1::2], strict=True)
    }


def title_in(content: bytes) -> bytes:
    """The title of issued bytes, as it stands there."""
    _before, _mark, rest = content.partition(b"<h1>")
    return rest.partition(b"</h1>")[0]


def _preliminaries(text: Text, language: str) -> Iterable[str]:
    report = text.report
    period = labelled(_("Period"), localdays(report.round.period_begins_on, report.round.period_ends_on))
    yield f"<p>{_escaped(period)}</p>"
    yield f"<p>{_escaped(received_of_asked(report))}</p>"
    ordered = sorted(text.received_from, key=lambda party: (getattr(party, f"sort_{language}"), party.code))
    if ordered:
        received = _("Received from: %(names)s") % {"names": listed(ordered)}
        yield f"<p>{_escaped(received)}</p>"


def received_of_asked(report: ConsolidatedReport) -> str:
    """How many were received of how many asked, as fixed at the cut-off."""
    states = Share(report.received_states, report.asked_states)
    return n_of_N_in_words(Counts(states, Share(report.received_organisations, report.asked_organisations)))


def n_of_N_in_words(counts: Counts) -> str:  # noqa: N802 -- the name diplomats use
    """How many were received of how many asked, States and organisations apart."""
    return _(
        "Contributions received: %(states)s of %(states_asked)s participating States; "
        "%(organisations)s of %(organisations_asked)s partner organisations"
    ) % {
        "states": counts.states.received,
        "states_asked": counts.states.asked,
        "organisations": counts.organisations.received,
        "organisations_asked": counts.organisations.asked,
    }


def _paragraph(paragraph: ReportParagraph, language: str) -> Iterable[str]:
    yield f'<section id="paragraph-{paragraph.number}">'
    heading = getattr(paragraph, f"heading_{language}")
    if heading:
        yield f"<h2>{_escaped(heading)}</h2>"
    blocks = BLANK_LINES.split(normal(getattr(paragraph, f"text_{language}")))
    blocks[0] = f"{paragraph.number}. {blocks[0]}"
    yield from (f"<p>{'<br>'.join(escape(line) for line in block.splitlines())}</p>" for block in blocks)
    yield "</section>"


def _escaped(text: str) -> str:
    return escape(normal(text))
