"""Rows that come from elsewhere, read strictly: what each column takes, and in words what is wrong with a row.

One importer for what partner systems send and for what is uploaded: it knows columns, and nothing of what they are for.
A value that was read is plain JSON again (texts, numbers, lists), so that two rows can be compared.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any

import orjson
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.errors import Sentence
from foundation.exports.text import inert
from foundation.inputs import TYPE_ANEW, can_be_seen, within_years
from foundation.localized import LANGUAGES

LONGEST_LINE = 65_536
"""Bytes of one row as JSON."""
MOST_FAULTS = 10
"""What is told of one row: of thousands of names that nobody knows, the first are enough."""
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""What no text of a row may hold: it could be neither kept nor shown."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one value, and the value: where (an RFC 6901 pointer), by which rule, in words."""

    pointer: str
    code: str
    sentence: Sentence
    said: Any = None


class NotTaken(Exception):
    """A column does not take this value."""

    def __init__(self, code: str, sentence: Sentence, beneath: str = "") -> None:
        self.code, self.sentence, self.beneath = code, sentence, beneath
        super().__init__(code)


@dataclass(slots=True)
class Line:
    """One row as it came: its number (from 1), what it says, what is wrong with it."""

    number: int
    said: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


Reader = Callable[[Any], Any]


@dataclass(frozen=True)
class Columns:
    """The columns that a row may have, and those that it must have."""

    readers: Mapping[str, Reader]
    needed: Collection[str] = ()

    def read(self, line: Line) -> Line:
        """The line with its values read; each that is not taken is a fault, and so is a column that nobody knows."""
        if line.faults:
            return line
        said: dict[str, Any] = {}
        for name, value in line.said.items():
            reader = self.readers.get(name)
            if reader is None:
                line.faults.append(Fault(pointer(name), "unknown", _("This field is not known here."), value))
                continue
            try:
                said[name] = reader(value)
            except NotTaken as refused:
                place, piece = pointer(name) + refused.beneath, _piece(value, refused.beneath)
                line.faults.append(Fault(place, refused.code, refused.sentence, piece))
        line.faults += [
            Fault(pointer(name), "required", _("This field is required."))
            for name in self.needed
            if name not in line.said
        ]
        line.said = said
        del line.faults[MOST_FAULTS:]
        return line


def pointer(name: str) -> str:
    """A JSON pointer to a member of the row."""
    return "/" + name.replace("~", "~0").replace("/", "~1")


def _piece(value: Any, beneath: str) -> Any:
    """What stands beneath: one of a list, or a text in one language."""
    if not beneath:
        return value
    key = beneath.removeprefix("/")
    return value[int(key)] if isinstance(value, list) else value[key]


def text(most: int, *, may_be_empty: bool = False) -> Reader:
    """A text of at most `most` characters, without the spaces around it."""

    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise NotTaken("invalid", _("Give a text."))
        if not value.isprintable() and CONTROLS.search(value):
            raise NotTaken("invalid", TYPE_ANEW)
        said = value.strip()
        if not (can_be_seen(said) or (may_be_empty and not said)):
            raise NotTaken("empty", _("Give a value, or leave this out."))
        if len(said) > most:
            raise NotTaken("max_length", _("Give at most %(most)s characters.") % {"most": most})
        return said

    return read


def identifier(most: int) -> Reader:
    """A text by which something is known again: of one that holds what nobody sees, two could look the same."""
    one = text(most)

    def read(value: Any) -> str:
        said = one(value)
        if inert(said) != said or "\n" in said:
            raise NotTaken("invalid", TYPE_ANEW)
        return said

    return read


def texts(most: int) -> Reader:
    """A text in one language at least: `{"en": …, "fr": …, "ar": …}`."""
    one = text(most)

    def read(value: Any) -> dict[str, str]:
        if not isinstance(value, dict) or not value or not value.keys() <= set(LANGUAGES):
            raise NotTaken("invalid", _("Give the text by language: en, fr, ar."))
        said = {}
        for language, words in sorted(value.items()):
            try:
                said[language] = one(words)
            except NotTaken as refused:
                raise NotTaken(refused.code, refused.sentence, pointer(language)) from None
        return said

    return read


def day(value: Any) -> str | None:
    """A day as ISO 8601 writes it, or null."""
    if value is None:
        return None
    try:
        if not isinstance(value, str) or len(value) != len("2026-01-31"):
            raise ValueError  # noqa: TRY301 -- what is no text and what is no day is told in one sentence
        read = date.fromisoformat(value)
    except ValueError:
        raise NotTaken("invalid", _("Give a day as year-month-day: 2026-01-31.")) from None
    try:
        within_years(read)
    except ValidationError as refused:
        raise NotTaken("invalid", refused.messages[0]) from None
    return read.isoformat()


def one_of(known: Mapping[Any, Any], *, may_be_null: bool = False) -> Reader:
    """One of the values that are known, as the house calls it."""

    def read(value: Any) -> Any:
        if value is None and may_be_null:
            return None
        try:
            return known[str(value) if isinstance(value, bool) else value]  # Python takes true for 1
        except (KeyError, TypeError):
            raise NotTaken("not_found", _("Nothing is known here by this name.")) from None

    return read


def several_of(known: Mapping[Any, Any], *, least: int = 0) -> Reader:
    """Several of the values that are known, each once, in one order."""
    one = one_of(known)

    def read(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise NotTaken("invalid", _("Give a list."))
        said = set()
        for place, each in enumerate(value):
            try:
                said.add(one(each))
            except NotTaken as refused:
                raise NotTaken(refused.code, refused.sentence, f"/{place}") from None
        if len(said) < least:
            raise NotTaken("empty", _("Name at least one."))
        return sorted(said)

    return read


def lines_of_ndjson(stream: IO[bytes], *, most: int) -> Iterator[Line]:
    """The rows of newline-delimited JSON, one at a time; empty lines are passed over.

    A line that is no JSON object, or longer than `LONGEST_LINE`, is a line with a fault. Raises `TooManyLines`.
    """
    number = 0
    for raw in _whole_lines(stream):
        if not raw.strip():
            continue
        number += 1
        if number > most:
            raise TooManyLines(most)
        yield _line(number, raw)


class TooManyLines(ValueError):
    """More rows than one call takes."""


def _line(number: int, raw: bytes) -> Line:
    if len(raw) > LONGEST_LINE:
        return Line(number, faults=[Fault("", "max_length", _("This line is longer than a row can be."))])
    try:
        said = orjson.loads(raw)
    except orjson.JSONDecodeError:
        said = None
    if not isinstance(said, dict):
        return Line(number, faults=[Fault("", "parse_error", _("This line is not a JSON object."))])
    return Line(number, said)


def _whole_lines(stream: IO[bytes]) -> Iterable[bytes]:
    """Lines of the stream; of one that is too long only its beginning, without keeping the rest in memory."""
    while first := stream.readline(LONGEST_LINE + 1):
        rest = first
        while not rest.endswith(b"\n") and len(rest) > LONGEST_LINE:
            rest = stream.readline(LONGEST_LINE + 1)
        yield first
