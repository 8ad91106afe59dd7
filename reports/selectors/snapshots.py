"""What was submitted: in the reader's language where the words are ours, untouched where they are its participant's."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from foundation.errors import Sentence
from foundation.localized import pick
from reports.enums import QuestionKind, Since, Use, Visibility
from reports.links import Link, read_link
from reports.models import SectionTerms
from reports.selectors.translations import NO_TRANSLATIONS, NOTHING_BENEATH, Beneath, Translations, is_in_words, spot_in
from reports.selectors.words import as_read, word_of_ours
from reports.validators import answer_kind


@dataclass(frozen=True)
class ReadAnswer:
    """A question and what was answered; `language` is empty where the answer is a word of ours.

    `label` names the milestone or the indicator it is about; `since` says what it is since the last contribution.
    """

    question: str
    text: Sentence
    language: str
    text_read: str = ""
    """The text as its reader reads numbers."""
    link: Link | None = None
    """Where it leads, if it was asked for as a link."""
    is_number: bool = False
    label: str = ""
    unit: str = ""
    is_closed: bool = False
    since: Sentence = ""
    number: int = 0
    """Its place among all answers that were read with it, counted from 1."""
    is_in_words: bool = False
    """It can be translated."""
    beneath: Beneath = NOTHING_BENEATH


@dataclass(frozen=True)
class ReadSection:
    """A section as submitted, with the terms that hold for it now."""

    title: str
    activity_code: str
    activity_title: str
    answers: list[ReadAnswer]
    visibility: Sentence
    use: Sentence


def read_sections(
    sections: Iterable[Mapping[str, Any]], terms: Iterable[SectionTerms], translations: Translations = NO_TRANSLATIONS
) -> list[ReadSection]:
    """The sections of a snapshot's content, with the terms their participant chose; the default where it chose none."""
    chosen, numbers = {one.section.code: one for one in terms}, count(1)
    return [_read(section, chosen.get(section["code"]), translations, numbers) for section in sections]


def _read(
    section: Mapping[str, Any], terms: SectionTerms | None, translations: Translations, numbers: Iterator[int]
) -> ReadSection:
    activity = section["activity"] or {"code": "", "title": {}}
    return ReadSection(
        title=pick(section["title"]),
        activity_code=activity["code"],
        activity_title=pick(activity["title"]),
        answers=[_answer(section, answer, translations, next(numbers)) for answer in section["answers"]],
        visibility=Visibility(terms.visibility if terms else Visibility.STAFF).label,
        use=Use(terms.use if terms else Use.ATTRIBUTED).label,
    )


def _answer(
    section: Mapping[str, Any], answer: Mapping[str, Any], translations: Translations, number: int
) -> ReadAnswer:
    """What was sent before questions unfolded names no item; a number has a unit, or says that it is one."""
    unit = pick(answer.get("unit") or {})
    kind = answer_kind(answer["kind"], in_words=not unit and not answer.get("is_number"))
    ours = word_of_ours(answer["kind"], answer["answer"])
    since = answer.get("since")
    return ReadAnswer(
        question=pick(answer["text"]),
        text=answer["answer"] if ours is None else ours,
        language=answer["language"] if ours is None else "",
        text_read=as_read(kind, answer["answer"]) if ours is None else "",
        link=read_link(answer["answer"]) if kind == QuestionKind.LINKS else None,
        is_number=kind == QuestionKind.NUMBER,
        label=pick(answer.get("label") or {}),
        unit=unit,
        is_closed=answer.get("closed", False),
        since=Since(since).label if since else "",
        number=number,
        is_in_words=is_in_words(answer["kind"], answer["answer"]),
        beneath=translations.beneath(spot_in(section, answer), answer["answer"], answer["language"]),
    )
