"""What a paper says, apart from how it is set: PDF and DOCX are made of the same blocks.

Every text is data. `Words` carries the language it was written in, from which its direction follows.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

from foundation.exports.text import inert, inert_line


class Words(NamedTuple):
    """A text and the language it was written in; without one it is in the language of the paper."""

    text: str
    language: str = ""


Text = str | Words


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3; `remark` stands under it in small print."""

    text: Text
    level: int = 1
    remark: Text = ""


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: Text


@dataclass(frozen=True)
class Note:
    """Set apart by a line beside it."""

    text: Text


@dataclass(frozen=True)
class Facts:
    """Pairs of a name and what there is under it."""

    pairs: Sequence[tuple[Text, Text]]


@dataclass(frozen=True)
class Entry:
    """A question and its answer. In DOCX, one with a `tag` is a cell to be filled in, found again by it.

    `choices` are (value, as it reads): the field then offers them.
    """

    label: Text
    text: Text
    remark: Text = ""
    tag: str = ""
    choices: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Table:
    """Columns with a head; `widths` are shares."""

    head: Sequence[Text]
    rows: Sequence[Sequence[Text]]
    widths: Sequence[int] = ()


@dataclass(frozen=True)
class Signatures:
    """Lines to be signed on paper, once for each of `names` (an empty one is a line); `labels` name the lines."""

    labels: Sequence[Text]
    names: Sequence[Text]


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a page."""


Block = Heading | Paragraph | Note | Facts | Entry | Table | Signatures | PageBreak


@dataclass(frozen=True)
class Paper:
    """A whole paper. `moment` is written into the file as its date, so the same paper always gives the same bytes.

    `page` is how pages are counted, with `{page}` and `{pages}` in it. `watermark` lies across every page.
    `properties` travel invisibly in a DOCX (its custom properties), so that a file can be told when it comes back.
    """

    title: Text
    language: str
    moment: datetime
    blocks: Sequence[Block] = field(default_factory=tuple)
    kicker: Text = ""
    lead: Text = ""
    watermark: str = ""
    header: Text = ""
    footer: Text = ""
    page: str = "{page} / {pages}"
    author: str = ""
    properties: Sequence[tuple[str, str]] = ()


class Said(NamedTuple):
    """An inert text as it is set: its language is never empty."""

    text: str
    language: str
    rtl: bool


def words(text: Text, paper_language: str) -> Said:
    """The text as it is set. A language that nobody named is the paper's; the direction is then that of its letters."""
    given = text if isinstance(text, Words) else Words(str(text))
    plain = inert(given.text).strip("\n")
    if given.language:
        return Said(plain, given.language, is_rtl(given.language))
    return Said(plain, paper_language, _begins_rtl(plain, otherwise=is_rtl(paper_language)))


def line(text: Text, paper_language: str) -> Said:
    """The same, on one line."""
    said = words(text, paper_language)
    return said._replace(text=inert_line(said.text))


def as_read(entry: Entry) -> Text:
    """The answer; a chosen one as it reads."""
    value = entry.text if isinstance(entry.text, str) else entry.text.text
    return dict(entry.choices).get(value, entry.text)


@cache
def is_rtl(language: str) -> bool:
    """Whether a language is written from right to left; one that is not known is not."""
    try:
        return Locale.parse(language, sep="-").text_direction == "rtl"
    except (UnknownLocaleError, ValueError):
        return False


def _begins_rtl(text: str, *, otherwise: bool) -> bool:
    strong = (unicodedata.bidirectional(char) for char in text)
    first = next((found for found in strong if found in {"L", "R", "AL"}), None)
    return otherwise if first is None else first != "L"
