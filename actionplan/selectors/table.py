"""How a table of proposals is written: what its columns are called, what each says, and how, by example."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity, JvapDomain, Objective
from actionplan.selectors.proposals import (
    CODE,
    DAYS,
    KEY,
    LABELS,
    LONGEST_NAME,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MANY,
    TEXTS,
)
from foundation.actors import Actor
from foundation.errors import Sentence
from foundation.localized import LANGUAGE_NAMES, LANGUAGES
from foundation.wording import localnumber
from meetings.enums import Part
from meetings.models import Paragraph
from parties.models import Party

SEPARATOR, ISO_LETTERS = "; ", 2
HEADS = (
    KEY,
    CODE,
    *(each for name in LABELS for each in ([f"{name}_{code}" for code in LANGUAGES] if name in TEXTS else [name])),
)
"""How the columns of a table are called."""
IN_CAPITALS = {"lead", "supporting"}
"""Columns of codes, which are written in capitals."""
LONGEST_OF_A_STATE, MOST_DIGITS = 3, 9
ASKED: dict[str, Sentence] = {KEY: _("id in the source system"), CODE: _("code in the plan"), **LABELS}
HOW: dict[str, Sentence] = {
    KEY: _("Needed in every row: by it the activity is known the next time."),
    CODE: _("Only for an activity that is in the plan already: its code there. Leave it out for a new one."),
    "objective": _("Code of the plan, a slash, code of the objective. A new activity needs it."),
    "title": _("At most %(most)s characters. A new activity needs a title in one language at least."),
    "description": _("At most %(most)s characters."),
    "domains": _("Numbers, parted by semicolons. A new activity needs one at least."),
    "paragraphs": _("Code of the outcome text, a slash, number of the paragraph; several parted by semicolons."),
    "lead": _("Code of the participant: for a state, the two letters of ISO 3166."),
    "supporting": _("Codes of participants, parted by semicolons."),
    "begins_on": _("Year-month-day, or a cell that holds a date."),
    "ends_on": _("Year-month-day, or a cell that holds a date."),
    "joint_with": _("Another process or organisation, at most %(most)s characters."),
}
MOST = {"title": LONGEST_TITLE, "description": LONGEST_TEXT, "joint_with": LONGEST_NAME}
EXAMPLES = {
    KEY: "EXAMPLE-1",
    "title_en": "Training of judges and prosecutors",
    "title_fr": "Formation des juges et des procureurs",
    "title_ar": "تدريب القضاة وأعضاء النيابة العامة",
    "description_en": "Two courses of a week each.",
    "description_fr": "Deux stages d’une semaine chacun.",
    "description_ar": "دورتان مدة كل منهما أسبوع.",
    "begins_on": "2026-02-01",
    "ends_on": "2026-11-30",
    "joint_with": "Rabat Process",
}
"""Of what is the same in every house; the rest is taken from what is known here."""


@dataclass(frozen=True)
class InWords:
    """A column for its reader: its head, what it says, how that is written, and an example."""

    head: str
    label: Sentence
    how: Sentence
    example: str


@dataclass(frozen=True)
class Known:
    """Codes that a column takes, each with what it stands for."""

    label: Sentence
    pairs: Sequence[tuple[str, str]]


def head_of(pointer: str) -> str:
    """The column of a value that was read: `/title/en` stood under `title_en`, `/domains/0` under `domains`."""
    name, _slash, beneath = pointer.strip("/").partition("/")
    return f"{name}_{beneath}" if name in TEXTS and beneath else name


def row_of_cells(heads: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    """What a row of a table says, where columns are called `title_fr`, and several things stand in one cell.

    An empty cell says nothing.
    """
    said: dict[str, Any] = {}
    for head, cell in zip(heads, cells, strict=False):
        name, _underscore, language = head.rpartition("_")
        if not cell:
            continue
        if name in TEXTS and language in LANGUAGES:
            said.setdefault(name, {})[language] = cell
        elif head in MANY:
            pieces = [piece.strip() for piece in re.split("[,;؛،\n]", cell) if piece.strip()]
            said[head] = [_as_meant(head, piece) for piece in pieces]
        else:
            said[head] = _as_meant(head, cell) if head in IN_CAPITALS else cell
    return said


def _as_meant(head: str, piece: str) -> str | int:
    """A number, the code of a state in whatever case, or what is written."""
    if head in IN_CAPITALS and len(piece) <= LONGEST_OF_A_STATE:
        return piece.upper()
    return int(piece) if piece.isdecimal() and len(piece) <= MOST_DIGITS else piece


def known_codes(actor: Actor) -> list[Known]:
    """What objectives, domains, paragraphs and participants are called in a table, for whoever may know of them."""
    objectives = Objective.objects.visible_to(actor).current().select_related("plan")
    served = Paragraph.objects.visible_to(actor).filter(part=Part.OPERATIVE).select_related("outcome_text")
    return [
        Known(LABELS["objective"], [(f"{one.plan.code}/{one.code}", str(one.title)) for one in objectives]),
        Known(LABELS["domains"], [(str(one.number), str(one.title)) for one in JvapDomain.objects.all()]),
        Known(
            LABELS["paragraphs"], [(f"{one.outcome_text.code}/{one.number}", str(one.short_title)) for one in served]
        ),
        Known(_("participants"), [(party.code, str(party.name)) for party in Party.objects.all()]),
    ]


def in_words(actor: Actor, known: Sequence[Known]) -> list[InWords]:
    """The columns in their order, with examples out of what is known."""
    examples = {**EXAMPLES, **dict(_examples_of(known)), CODE: _code_of_an_activity(actor)}
    return [InWords(head, _label(head), _how(head), examples.get(head, "")) for head in HEADS]


def how_to_write(head: str, columns: Sequence[InWords]) -> InWords | None:
    """How a column is written, by its head; None where no column is called so."""
    return next((column for column in columns if column.head == head), None)


def example_row(columns: Sequence[InWords]) -> list[str | date]:
    """A row of a new activity."""
    cells = {column.head: column.example for column in columns if column.head != CODE}
    return [date.fromisoformat(cells[head]) if head in DAYS else cells.get(head, "") for head in HEADS]


def _examples_of(known: Sequence[Known]) -> Iterator[tuple[str, str]]:
    """Codes from the beginnings of what is known."""
    objectives, domains, paragraphs, parties = ([code for code, _name in one.pairs] for one in known)
    yield "objective", SEPARATOR.join(objectives[:1])
    yield "domains", SEPARATOR.join(domains[:2])
    yield "paragraphs", SEPARATOR.join(paragraphs[:2])
    states = [code for code in parties if len(code) == ISO_LETTERS]
    yield "lead", SEPARATOR.join(states[:1])
    yield "supporting", SEPARATOR.join(states[1:3])


def _code_of_an_activity(actor: Actor) -> str:
    return Activity.objects.visible_to(actor).current().values_list("code", flat=True).first() or ""


def _parted(head: str) -> tuple[str, str]:
    """The name of a column and its language, if it is one of a text."""
    name, _underscore, language = head.rpartition("_")
    return (name, language) if name in TEXTS and language in LANGUAGES else (head, "")


def _label(head: str) -> Sentence:
    name, language = _parted(head)
    if not language:
        return ASKED[name]
    return format_lazy("{label} ({language})", label=ASKED[name], language=LANGUAGE_NAMES[language])


def _how(head: str) -> Sentence:
    name, _language = _parted(head)
    return HOW[name] % {"most": localnumber(MOST[name])} if name in MOST else HOW[name]
