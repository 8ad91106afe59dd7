"""What changed between two versions of a contribution, word by word: for both sides, and never by colour alone."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from django.utils.translation import gettext as _

from foundation.exports.text import inert
from foundation.localized import pick
from foundation.wording import direction
from reports.selectors.words import word_of_ours

WORD = re.compile(r"\S+\s*|\s+")
SENTENCE = re.compile(r"[^.!?؟。\n]*[.!?؟。\n]*\s*")
MOST = 1_000
"""Pieces that are compared with each other; a longer text is compared by sentences, a still longer one as a whole."""
Sections = Iterable[Mapping[str, Any]]
PlaceInSnapshot = tuple[str, str, str, str]
"""Section code, uuid of the activity, question code, item."""
Kind = Literal["same", "ins", "del"]


@dataclass(frozen=True)
class Piece:
    """Some words, and whether they stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Change:
    """One answer or one file that is not what it was. `language` is empty where the words are ours."""

    section: str
    activity: str
    question: str
    label: str
    language: str
    pieces: list[Piece]

    @property
    def direction(self) -> str:
        """How its words run."""
        return direction(self.language) if self.language else "auto"


def changes_between(before: Sections, after: Sections) -> list[Change]:
    """What differs, in the order of the later version; what is gone from it stands at the end."""
    old, new = dict(_said(before)), dict(_said(after))
    changed = [_change(old.get(place), said) for place, said in new.items() if _text(old.get(place)) != said.text]
    return changed + [_change(said, None) for place, said in old.items() if place not in new]


@dataclass(frozen=True)
class _Said:
    """One answer, or the title of one file."""

    section: str
    activity: str
    question: str
    label: str
    language: str
    text: str


def _said(sections: Sections) -> Iterator[tuple[PlaceInSnapshot, _Said]]:
    for section in sections:
        activity = section["activity"] or {"uuid": "", "code": ""}
        heading = pick(section["title"]), activity["code"]
        for answer in section["answers"]:
            ours = word_of_ours(answer["kind"], answer["answer"])
            place = section["code"], activity["uuid"], answer["question"], answer.get("item") or ""
            language, text = (answer["language"], answer["answer"]) if ours is None else ("", str(ours))
            label = pick(answer.get("label") or {})
            yield place, _Said(*heading, pick(answer["text"]), label, language, text)
        for file in section.get("files", ()):
            yield (
                (section["code"], activity["uuid"], "", file["uuid"]),
                _Said(*heading, _("Files"), "", "", file["title"]),
            )


def _text(said: _Said | None) -> str:
    return said.text if said else ""


def _change(old: _Said | None, new: _Said | None) -> Change:
    said = new or old
    if said is None:
        raise ValueError("Nothing was said before or after.")
    pieces = word_by_word(_text(old), _text(new))
    return Change(said.section, said.activity, said.question, said.label, said.language, pieces)


def word_by_word(old: str, new: str) -> list[Piece]:
    """The later text with what came and what went, in reading order; what would reorder it is left out."""
    before, after = _units(inert(old), inert(new))
    found: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, begin, end, start, stop in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(before[begin:end])))
            continue
        gone, come = "".join(before[begin:end]), "".join(after[start:stop])
        found += [Piece("del", gone)] if gone else []
        found += [Piece("ins", come)] if come else []
    return found


def _units(old: str, new: str) -> tuple[list[str], list[str]]:
    for unit in (WORD, SENTENCE):
        before, after = ([one for one in unit.findall(text) if one] for text in (old, new))
        if max(len(before), len(after)) <= MOST:
            return before, after
    return ([old] if old else []), ([new] if new else [])
