"""What answers said before: every version with its language, read where the working answers are read."""

from dataclasses import dataclass
from uuid import UUID

from foundation.actors import Actor
from foundation.errors import Sentence
from reports.enums import QuestionKind
from reports.models import Answer, AnswerRevision, Contribution
from reports.selectors.asked import asked_sections
from reports.selectors.words import as_read, word_of_ours
from reports.validators import NUMBER, answer_kind

AT_ONCE = 50
"""Versions on one page: autosave keeps one for each pause in typing."""


@dataclass(frozen=True)
class KeptAnswer:
    """An answer, and which milestone, indicator or entry it is about, where its question unfolds."""

    answer: Answer
    about: str


@dataclass(frozen=True)
class ReadRevision:
    """One version as its reader reads it."""

    revision: AnswerRevision
    kind: str

    @property
    def word_of_ours(self) -> Sentence | None:
        """How an answer chosen from a list reads; None for the participant's own words."""
        return word_of_ours(self.kind, self.revision.text)

    @property
    def text_read(self) -> str:
        """The words, or a number as the reader's language writes it."""
        return as_read(self.kind, self.revision.text)

    @property
    def is_written(self) -> bool:
        """Somebody's words, in the language they were written in."""
        return bool(self.revision.text) and self.word_of_ours is None and not self._is_number

    @property
    def _is_number(self) -> bool:
        return self.kind == QuestionKind.NUMBER and NUMBER.fullmatch(self.revision.text) is not None


@dataclass(frozen=True)
class Versions:
    """The versions of one answer, the newest first; `older`: those before this number stand on another page."""

    kept: KeptAnswer
    revisions: list[ReadRevision]
    older: int | None


def changed_answers(contribution: Contribution, actor: Actor) -> list[KeptAnswer]:
    """The answers that have said something else before, in the order of the questions."""
    about = _about(contribution)
    first = contribution.versions_gone + 1
    changed = Answer.objects.visible_to(actor).filter(contribution=contribution, version__gt=first)
    rows = changed.select_related("question__section", "activity").order_by(
        *("question__section__position", "question__section_id", "activity__code"),
        *("question__position", "question_id", "id"),
    )
    return [KeptAnswer(row, about.get(row.pk, "")) for row in rows]


def versions_of_answer(
    contribution: Contribution, answer: UUID, *, actor: Actor, before: int | None = None
) -> Versions | None:
    """The versions of an answer, from the one before the version named; None where the reader reads no such answer."""
    seen = Answer.objects.visible_to(actor).filter(contribution=contribution, uuid=answer)
    row = seen.select_related("question__section", "activity").first()
    if row is None:
        return None
    rows = AnswerRevision.objects.filter(answer=row).select_related("written_by").order_by("-version")
    if before is not None:
        rows = rows.filter(version__lt=before)
    found = list(rows[: AT_ONCE + 1])
    kind = answer_kind(row.question.kind, in_words=False)
    shown = [ReadRevision(one, kind) for one in found[:AT_ONCE]]
    kept = KeptAnswer(row, _about(contribution).get(row.pk, ""))
    return Versions(kept, shown, shown[-1].revision.version if len(found) > AT_ONCE else None)


def _about(contribution: Contribution) -> dict[int, str]:
    asked = (item for section in asked_sections(contribution) for item in section.questions)
    return {item.answer.pk: item.label for item in asked if item.answer is not None and item.item is not None}
