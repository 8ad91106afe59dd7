"""Words that a file offers to choose from, and what a chosen word means, whichever of our languages it is in."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import override

from actionplan.enums import ActivityState, MilestoneState
from foundation.localized import LANGUAGES
from reports.enums import Mark, QuestionKind
from reports.selectors.asked_question import AskedQuestion
from reports.selectors.words import AGREEMENT, YES_NO

OFFERED: Mapping[str, list[tuple[str, Any]]] = {
    QuestionKind.YES_NO: list(YES_NO.items()),
    QuestionKind.AGREEMENT: list(AGREEMENT.items()),
    QuestionKind.ACTIVITY_STATUS: list(ActivityState.choices),
    QuestionKind.MILESTONES: list(MilestoneState.choices),
}
"""By kind of answer: what is stored, and how it reads."""


def offered(kind: str) -> list[tuple[str, str]]:
    """What is offered for an answer of this kind, as it reads in the active language; nothing for free text."""
    return [(value, str(word)) for value, word in OFFERED.get(kind, [])]


def mark_of(item: AskedQuestion) -> Mark | None:
    """How an answer of the last round, or a row of a list, stands now."""
    if item.is_closed:
        return Mark.CLOSED
    if item.waits_for_confirmation:
        return Mark.TO_CONFIRM
    return Mark.OPEN if item.is_of_list and not item.is_spare else None


def marks_for(item: AskedQuestion) -> list[Mark]:
    """What somebody may mark it as."""
    if item.is_spare:
        return []
    marks = [Mark.TO_CONFIRM, Mark.CONFIRMED] if item.waits_for_confirmation else []
    if item.is_of_list:
        marks += [Mark.CLOSED] if marks else [Mark.OPEN, Mark.CLOSED]
    return marks


def meant(said: str, choices: Iterable[tuple[str, Any]]) -> str | None:
    """The value whose word this is in any of our languages, or the value itself; None where it is none of them."""
    wanted = _plain(said)
    for value, word in choices:
        if wanted == _plain(value) or any(wanted == _plain(_in(language, word)) for language in LANGUAGES):
            return str(value)
    return None


def _in(language: str, word: Any) -> str:
    with override(language):
        return str(word)


def _plain(said: str) -> str:
    """Without case, spaces at the ends and marks that nobody sees; each apostrophe is one that a keyboard has."""
    seen = "".join(char for char in unicodedata.normalize("NFKC", said) if unicodedata.category(char) != "Cf")
    return " ".join(seen.replace("’", "'").casefold().split())
