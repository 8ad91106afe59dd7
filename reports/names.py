"""Names in the form of a contribution: of its fields and of the places on its page, made here and read again here.

They are stable, and hold no key of the database: `q-<question>[-<activity>][-<item>]` is an answer. Beside it stand
`v-..` (the version it was typed over), `c-..` (it still holds), `x-..` (its row is closed), `w-..` (the language it is
written in after all) and `t-..` (whether it is taken from a file). `s-<section>[-<activity>]` is an anchor.

A form of forty activities is light because of an activity, and of an item that is short, they hold the last 8 digits
only (ADR 50). The same names with all 32 digits of each uuid are read as well.
"""

import re
from dataclasses import dataclass, replace
from typing import Self
from uuid import UUID

_FIELD = re.compile(r"([qvcxwt])-([0-9a-f]{32})((?:-(?:[0-9a-f]{32}|[0-9a-f]{8})){0,2})(_[01])?", re.ASCII)
_ANCHOR = re.compile(r"s-([0-9a-f]{32})(?:-([0-9a-f]{32}|[0-9a-f]{8}))?", re.ASCII)
_ITEM = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}", re.ASCII)
_SHORT = 8
_NOTHING = "0" * (32 - _SHORT)


@dataclass(frozen=True)
class FieldName:
    """A field by its name: `rest` is the activity and the item, as far as it has them; `input` one of two, or empty."""

    kind: str
    question: UUID
    rest: tuple[UUID, ...] = ()
    input: str = ""

    @classmethod
    def read(cls, name: str) -> Self | None:
        """What this name says; None where no field is called like this."""
        found = _FIELD.fullmatch(name)
        if found is None:
            return None
        kind, question, rest, of_two = found.groups()
        return cls(kind, UUID(question), tuple(_read(one) for one in rest.split("-") if one), of_two or "")

    def __str__(self) -> str:
        return "-".join([self.kind, self.question.hex, *map(ending, self.rest)]) + self.input

    def under(self, question: UUID) -> Self:
        """The same field of another question."""
        return replace(self, question=question)


def shortened(uuid: UUID) -> UUID:
    """The short uuid that ends like this one."""
    return UUID(_NOTHING + uuid.hex[-_SHORT:])


def ending(uuid: UUID) -> str:
    """The digits by which a name calls it: all of them, or those it ends with where it is short."""
    return uuid.hex.removeprefix(_NOTHING)


def is_short(uuid: UUID) -> bool:
    """Whether these are the last digits of a uuid, by which a name calls it."""
    return uuid.hex.startswith(_NOTHING)


def answer_name(question: UUID, activity: UUID | None = None, item: UUID | None = None) -> str:
    """The name of an answer: of the activity and of the item, where there are any."""
    rest = [shortened(activity)] if activity else []
    return "-".join(["q", question.hex, *map(ending, [*rest, item] if item else rest)])


def answer_in_full(question: UUID, activity: UUID | None = None, item: UUID | None = None) -> str:
    """The same with every digit: what systems say, and pages and files that have been away for long."""
    return "-".join(["q", *(one.hex for one in (question, activity, item) if one is not None)])


def name_beside(kind: str, answer: str) -> str:
    """The name of what stands beside an answer: its version (`v`), a box (`c`, `x`), a choice (`w`, `t`)."""
    return f"{kind}{answer[1:]}"


def item_named(name: str, list_name: str) -> UUID | None:
    """The row of a list whose answer is called like this; None for every other name."""
    tail = name.removeprefix(f"{list_name}-")
    return _read(tail) if tail != name and _ITEM.fullmatch(tail) else None


def section_anchor(section: UUID, activity: UUID | None = None) -> str:
    """Where a section, of an activity if it is asked about one, stands on a page."""
    return f"s-{section.hex}-{ending(shortened(activity))}" if activity else f"s-{section.hex}"


def section_in_full(section: UUID, activity: UUID | None = None) -> str:
    """The same with every digit, as systems say it."""
    return f"s-{section.hex}-{activity.hex}" if activity else f"s-{section.hex}"


def read_anchor(name: str) -> tuple[UUID, UUID | None] | None:
    """The section and the activity of an anchor; None where no place is called like this."""
    found = _ANCHOR.fullmatch(name)
    return None if found is None else (UUID(found[1]), _read(found[2]) if found[2] else None)


def _read(digits: str) -> UUID:
    return UUID(digits.zfill(32))
