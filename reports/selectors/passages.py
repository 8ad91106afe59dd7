"""What a drafter may draw on: answers of complete contributions, as their participants allowed it, and no others."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from foundation.localized import by_name, pick, texts
from foundation.wording import headed
from reports.enums import Use
from reports.models import ConsolidatedReport, JointName, ReportSource, SectionTerms
from reports.models import Passage as ArrangedPassage
from reports.selectors.translations import (
    NO_TRANSLATIONS,
    NOTHING_BENEATH,
    Beneath,
    Translations,
    reading_language,
    spot_in,
    translations_quoted,
)
from reports.selectors.words import word_of_ours

SHORTEST_SENTENCE = 25
"""Characters. Shorter ones ("None.", "See above.") are nobody's own words."""
SENTENCE_END = re.compile(r"(?<=[.!?؟。])\s+|\n+")
SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Passage:
    """One answer that may be used. `participant` is empty where it may be used without naming its participant."""

    section: str
    question: str
    activity: str
    participant: str
    language: str
    text: str
    item: str = ""
    """The milestone or the indicator it is about."""
    is_closed: bool = False
    letter: str = ""
    """Whose words they are where they come from a letter: arranged from it, or confirmed by its participant."""

    beneath: Beneath = NOTHING_BENEATH
    """Its translation into the drafter's language, if there is one."""

    @property
    def place(self) -> tuple[str, str, str]:
        """Under which question it was written."""
        return self.section, self.activity, self.question


def quotable_passages(report: ConsolidatedReport) -> list[Passage]:
    """What may be used, by section and question; named participants in alphabetical order, then the unnamed by text.

    The participants' present choice counts, not the one at sign-off: they may change it until the report is tabled.
    """
    sources = _sources(report)
    names = _names(sources)
    translations = translations_quoted(source.snapshot.contribution_id for source in sources)
    passages = [
        _passage(
            section,
            answer,
            names.get(source.snapshot_id, "") if use == Use.ATTRIBUTED else "",
            translations.get(source.snapshot.contribution_id, NO_TRANSLATIONS).into(reading_language()),
        )
        for source, section, answer, use in _answers(sources)
        if use != Use.NOT_QUOTED
    ]
    places: dict[tuple[str, str, str], int] = {}
    for passage in passages:
        places.setdefault(passage.place, len(places))
    named = [passage for passage in passages if passage.participant]
    unnamed = sorted((passage for passage in passages if not passage.participant), key=lambda passage: passage.text)
    return sorted([*named, *unnamed], key=lambda passage: places[passage.place])


def withheld_sentences(report: ConsolidatedReport) -> list[str]:
    """Sentences marked as not to be quoted, each on one line, and those of translations.

    Where nobody marked anything so, the answers are not read: they are those of all participants.
    """
    if not _withholds(report):
        return []
    sources = _sources(report)
    translations = translations_quoted(source.snapshot.contribution_id for source in sources)
    withheld: list[str] = []
    for source, section, answer, use in _answers(sources):
        if use == Use.NOT_QUOTED:
            of_it = translations.get(source.snapshot.contribution_id, NO_TRANSLATIONS)
            withheld += [answer["answer"], *(one.text for one in _beneath(of_it, section, answer).translations)]
    sentences = {as_one_line(sentence) for text in withheld for sentence in SENTENCE_END.split(text)}
    return sorted(sentence for sentence in sentences if len(sentence) >= SHORTEST_SENTENCE)


def _withholds(report: ConsolidatedReport) -> bool:
    """Whether a participant whose contribution is a source lets a section not be quoted."""
    contributions = report.sources.values("snapshot__contribution")
    return SectionTerms.objects.filter(contribution__in=contributions, use=Use.NOT_QUOTED).exists()


def as_one_line(text: str) -> str:
    """A text as it is compared: one way to write accents, case and spaces."""
    return SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip().casefold()


def _sources(report: ConsolidatedReport) -> list[ReportSource]:
    return list(report.sources.select_related("snapshot__contribution__party"))


def _answers(sources: list[ReportSource]) -> Iterator[tuple[ReportSource, dict[str, Any], dict[str, Any], str]]:
    """Every answer of the sources with the use its participant allows, participants in alphabetical order."""
    uses = _uses(source.snapshot.contribution_id for source in sources)
    arranged = _arranged(sources)
    for source in sources:
        for section in source.snapshot.content["sections"]:
            use = uses.get((source.snapshot.contribution_id, section["code"]), Use.ATTRIBUTED)
            for answer in section["answers"]:
                yield source, section, answer, use
        for passage in arranged.get(source.snapshot_id, ()):
            section, answer = _of_letter(passage)
            yield source, section, answer, uses.get((source.snapshot.contribution_id, section["code"]), Use.ATTRIBUTED)


def _arranged(sources: Iterable[ReportSource]) -> dict[int, list[ArrangedPassage]]:
    """Passages of the letters among the sources, by the key of their snapshot."""
    by_letter = {
        source.snapshot.contribution_id: source.snapshot_id
        for source in sources
        if source.snapshot.content.get("route") == "letter"
    }
    found: dict[int, list[ArrangedPassage]] = {}
    rows = ArrangedPassage.objects.filter(letter__contribution__in=by_letter)
    for passage in rows.select_related("letter", "question__section", "activity"):
        found.setdefault(by_letter[passage.letter.contribution_id], []).append(passage)
    return found


def _of_letter(passage: ArrangedPassage) -> tuple[dict[str, Any], dict[str, Any]]:
    """A passage as a section of a snapshot and an answer in it, marked."""
    question, activity = passage.question, passage.activity
    section = {
        "code": question.section.code,
        "title": texts(question.section, "title"),
        "activity": {"code": activity.code, "title": texts(activity, "title")} if activity else None,
    }
    answer = {
        "text": texts(question, "text"),
        "kind": question.kind,
        "language": passage.letter.language,
        "answer": passage.text,
        "mark": passage.mark,
        "unnamed_mark": passage.unnamed_mark,
    }
    return section, answer


def _uses(contributions: Iterator[int]) -> dict[tuple[int, str], str]:
    rows = SectionTerms.objects.filter(contribution__in=list(contributions))
    return {
        (contribution, code): use
        for contribution, code, use in rows.values_list("contribution", "section__code", "use")
    }


def _names(sources: list[ReportSource]) -> dict[int, str]:
    """In whose name each source speaks: its participant's, and theirs who have confirmed that very submission."""
    names = {source.snapshot_id: [str(source.snapshot.contribution.party)] for source in sources}
    joined = JointName.objects.confirmed().filter(snapshot__in=list(names)).select_related("party")
    for joint in joined.order_by(by_name("party"), "party__code"):
        names[joint.snapshot_id or 0].append(str(joint.party))
    return {snapshot: " · ".join(parties) for snapshot, parties in names.items()}


def _beneath(translations: Translations, section: dict[str, Any], answer: dict[str, Any]) -> Beneath:
    """Nothing beneath a passage of a letter: its authentic text is the letter."""
    if "question" not in answer:
        return NOTHING_BENEATH
    return translations.beneath(spot_in(section, answer), answer["answer"], answer["language"])


def _passage(section: dict[str, Any], answer: dict[str, Any], participant: str, translations: Translations) -> Passage:
    activity = section["activity"]
    return Passage(
        section=pick(section["title"]),
        question=pick(answer["text"]),
        activity=headed(activity["code"], pick(activity["title"])) if activity else "",
        participant=participant,
        language=answer["language"],
        text=str(word_of_ours(answer["kind"], answer["answer"]) or answer["answer"]),
        item=pick(answer.get("label") or {}),
        is_closed=answer.get("closed", False),
        letter=answer.get("mark" if participant else "unnamed_mark", ""),
        beneath=_beneath(translations, section, answer),
    )
