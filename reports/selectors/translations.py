"""Reads of translations: beneath which answer each stands, and what is said about it."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.actors import Actor
from foundation.errors import Sentence
from foundation.localized import LANGUAGES
from foundation.wording import langname, localdate
from parties.enums import OfficeSide
from reports.enums import QuestionKind
from reports.models import AnswerTranslation, Contribution
from reports.selectors.words import word_of_ours

Spot = tuple[str, str, str, str]
"""Section code, uuid of the activity, question code, item: where an answer stands, in whichever edition."""


def sha256_of(text: str) -> str:
    """By which a translation knows its authentic text."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_in_words(kind: str, text: str) -> bool:
    """Whether there is something to translate: words of a participant, no number, no address and no word of ours."""
    return kind != QuestionKind.LINKS and word_of_ours(kind, text) is None and any(letter.isalpha() for letter in text)


def spot_in(section: Mapping[str, Any], answer: Mapping[str, Any]) -> Spot:
    """The spot of an answer in a submission."""
    activity = section["activity"] or {}
    return section["code"], activity.get("uuid", ""), answer["question"], answer.get("item") or ""


def spot_of(row: Any) -> Spot:
    """The spot of a row: an answer, an asked question, or a translation of one."""
    activity = str(row.activity.uuid) if row.activity else ""
    return row.question.section.code, activity, row.question.code, str(row.item) if row.item else ""


@dataclass(frozen=True)
class ReadTranslation:
    """A translation as it is read."""

    language: str
    text: str
    authentic_language: str
    side: str
    made_at: datetime

    @property
    def mark(self) -> str:
        """By whom and when, and that the authentic text is another. No participant is named: it may not wish to be."""
        given = {"day": localdate(self.made_at.astimezone(UTC).date()), "language": langname(self.authentic_language)}
        return MARKS[self.side]() % given


MARKS: dict[str, Callable[[], str]] = {
    OfficeSide.PARTICIPANT: lambda: _("Translation by the participant, %(day)s; the authentic text is in %(language)s"),
    OfficeSide.PRESIDENCY: lambda: _("Translation by the Presidency, %(day)s; the authentic text is in %(language)s"),
    OfficeSide.SECRETARIAT: lambda: _("Translation by the Secretariat, %(day)s; the authentic text is in %(language)s"),
}


@dataclass(frozen=True)
class Beneath:
    """What stands beneath one answer, and the languages (codes) into which an earlier text of it was translated."""

    translations: Sequence[ReadTranslation] = ()
    outdated: Sequence[str] = ()

    @property
    def changed_since(self) -> list[Sentence]:
        """A sentence for each language, for those who translate."""
        return [
            _("The answer has changed since it was translated into %(language)s.") % {"language": langname(code)}
            for code in self.outdated
        ]


NOTHING_BENEATH = Beneath()


@dataclass(frozen=True)
class Translations:
    """Those of one contribution that a reader may see; `only` one language, or all for those whom they concern.

    Answers as they stand (`as_they_stand`) are compared with every text that was translated, those that were submitted
    with submitted ones alone.
    """

    rows: Mapping[Spot, Sequence[AnswerTranslation]] = field(default_factory=dict)
    only: str = ""
    as_they_stand: bool = False

    def into(self, language: str) -> "Translations":
        """Those into one language."""
        return replace(self, only=language)

    def beneath(self, spot: Spot, text: str, language: str) -> Beneath:
        """Those of this very text, in the order of languages."""
        rows, sha256 = self.rows.get(spot, ()), sha256_of(text) if self.rows else ""
        these = {row.language: row for row in rows if row.sha256 == sha256 and row.language != language}
        shown = [_read(these[code], language) for code in LANGUAGES if code in these and self.only in {"", code}]
        others = {row.language for row in rows if self.as_they_stand or row.stands_in_id} - {language, *these}
        return Beneath(shown, [code for code in LANGUAGES if code in others])


NO_TRANSLATIONS = Translations()


def _read(row: AnswerTranslation, language: str) -> ReadTranslation:
    return ReadTranslation(row.language, row.text, language, row.made_by_side, row.translated_at)


def translations_of(contribution: Contribution, actor: Actor, *, as_they_stand: bool = False) -> Translations:
    """All of a contribution, in every language: for its own people and for staff. One query."""
    rows = AnswerTranslation.objects.visible_to(actor).filter(contribution=contribution)
    return Translations(_by_spot(rows), as_they_stand=as_they_stand)


def translations_read(contribution: Contribution, actor: Actor) -> Translations:
    """Those into the reader's language: for everybody else. One query."""
    only = reading_language()
    rows = AnswerTranslation.objects.visible_to(actor).filter(contribution=contribution, language=only)
    return Translations(_by_spot(rows), only)


def is_translated_by_staff(translations: Translations) -> bool:
    """Whether others than the participant translated something that was submitted."""
    every = (row for rows in translations.rows.values() for row in rows)
    return any(row.stands_in_id and row.made_by_side != OfficeSide.PARTICIPANT for row in every)


def translations_quoted(contributions: Iterable[int]) -> dict[int, Translations]:
    """Of what was submitted in these contributions (keys), by contribution; whoever asks says what may be used."""
    found: dict[int, list[AnswerTranslation]] = defaultdict(list)
    for row in _placed(AnswerTranslation.objects.sent().filter(contribution__in=set(contributions))):
        found[row.contribution_id].append(row)
    return {key: Translations(_in_spots(rows)) for key, rows in found.items()}


def reading_language() -> str:
    """The code of the language that pages and papers are being written in."""
    return (get_language() or "en")[:2]


def _placed(rows: Any) -> Any:
    return rows.select_related("question__section", "activity")


def _by_spot(rows: Any) -> dict[Spot, list[AnswerTranslation]]:
    return _in_spots(_placed(rows))


def _in_spots(rows: Iterable[AnswerTranslation]) -> dict[Spot, list[AnswerTranslation]]:
    found: dict[Spot, list[AnswerTranslation]] = defaultdict(list)
    for row in rows:
        found[spot_of(row)].append(row)
    return dict(found)
