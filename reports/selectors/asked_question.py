"""One question and one section as a participant is asked them, with the answer there is and what became of it."""

from dataclasses import dataclass, field
from uuid import UUID

from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from actionplan.models import Activity
from foundation.errors import Sentence
from foundation.wording import apart
from reports.enums import LISTS, QuestionKind, Since
from reports.links import Link, read_link
from reports.models import Answer, TemplateQuestion, TemplateSection
from reports.names import answer_in_full, answer_name, section_anchor
from reports.selectors.things import Thing
from reports.selectors.words import as_read, word_of_ours
from reports.validators import answer_kind

MOST_WORDS = 12
"""Of a question, where it only says which one is meant."""
Place = tuple[UUID, UUID | None, UUID | None]
"""Where an answer stands: the question, the activity where it is asked per activity, the item where it unfolds."""


@dataclass(frozen=True)
class AskedQuestion:
    """One question, of one activity where its section is asked per activity, with the answer there is.

    `item` is the uuid of a milestone, an indicator or a row of a list; `number` counts the rows of a list from 1.
    """

    question: TemplateQuestion
    activity: Activity | None
    answer: Answer | None
    item: UUID | None = None
    thing: Thing | None = None
    number: int = 0
    is_compared: bool = False
    """There is a last contribution to compare with."""

    @cached_property
    def name(self) -> str:
        """Its name in a form."""
        return answer_name(*self.place[:2], (self.thing and self.thing.called) or self.item)

    @property
    def full_name(self) -> str:
        """The same with every digit: how a page or a file may call it that has been away for long."""
        return answer_in_full(*self.place)

    @cached_property
    def list_name(self) -> str:
        """The name that all items of the question begin with."""
        return answer_name(*self.place[:2])

    @property
    def full_list_name(self) -> str:
        """The same with every digit."""
        return answer_in_full(*self.place[:2])

    @cached_property
    def place(self) -> Place:
        """Where its answer stands."""
        return self.question.uuid, self.activity.uuid if self.activity else None, self.item

    @property
    def label(self) -> str:
        """What is asked here: the milestone, the indicator, the number of the row, or the question itself."""
        if self.thing is not None:
            return self.thing.label
        return _("Entry %(number)s") % {"number": self.number} if self.is_of_list else str(self.question.text)

    @property
    def called(self) -> str:
        """The question with its activity and its entry, for errors: many fields of one form have the same label."""
        words = Truncator(str(self.question.text)).words(MOST_WORDS)
        code, entry = apart(self.activity.code) if self.activity else "", self.label if self.item else ""
        return " · ".join(part for part in (code, words, entry) if part)

    @property
    def is_of_list(self) -> bool:
        """A row of a list that the participant keeps."""
        return self.question.kind in LISTS

    @property
    def is_spare(self) -> bool:
        """The row of a list that is not written yet."""
        return self.is_of_list and self.answer is None

    @cached_property
    def kind(self) -> str:
        """What one answer looks like: a row of a list is text, an indicator in words is text, others are numbers."""
        in_words = bool(self.thing and self.thing.indicator and self.thing.indicator.is_qualitative)
        return answer_kind(self.question.kind, in_words=in_words)

    @property
    def text(self) -> str:
        """The answer's text, or nothing."""
        return self.answer.text if self.answer else ""

    @property
    def text_read(self) -> str:
        """The answer's text as its reader reads numbers."""
        return as_read(self.kind, self.text)

    @property
    def is_written(self) -> bool:
        """Somebody's words stand here, marked with the language they were written in."""
        return bool(self.text) and self.word_of_ours is None and self.kind != QuestionKind.NUMBER

    @property
    def link(self) -> Link | None:
        """Where an entry of a list of links leads."""
        return read_link(self.text) if self.kind == QuestionKind.LINKS else None

    @property
    def is_closed(self) -> bool:
        """The participant closed this row: it is not asked about again."""
        return self.answer is not None and self.answer.is_closed

    @property
    def version(self) -> int:
        """The answer's version; 0 while there is none."""
        return self.answer.version if self.answer else 0

    @property
    def word_of_ours(self) -> Sentence | None:
        """How an answer chosen from a list reads; None for the participant's own words."""
        return word_of_ours(self.kind, self.text)

    @property
    def waits_for_confirmation(self) -> bool:
        """Taken from the last contribution, and nobody has said yet that it still holds."""
        return self.answer is not None and self.answer.is_prefilled and bool(self.answer.text)

    @property
    def since(self) -> Since | None:
        """What became of it since the last contribution; None where there is nothing to compare."""
        if self.is_closed:
            return Since.CLOSED
        if not self.is_compared or self.answer is None:
            return None
        if self.waits_for_confirmation:
            return Since.UNCONFIRMED
        if not self.answer.said_before:
            return Since.NEW if self.text else None
        return Since.UNCHANGED if self.text == self.answer.said_before else Since.CHANGED


@dataclass(frozen=True)
class AskedSection:
    """A section as this participant is asked it."""

    section: TemplateSection
    activity: Activity | None
    questions: list[AskedQuestion] = field(default_factory=list)

    @cached_property
    def name(self) -> str:
        """Its anchor on a page."""
        return section_anchor(self.section.uuid, self.activity.uuid if self.activity else None)

    @property
    def keys(self) -> tuple[int, int | None]:
        """Which section of which activity, by their keys."""
        return self.section.pk, self.activity.pk if self.activity else None
