"""The lines of a form as a file: one for each answer, and some empty rows for each list."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import uuid4

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.exports.xlsx import LONGEST_CELL
from foundation.wording import labelled, localdate
from reports.enums import Mark, QuestionKind
from reports.models import Contribution
from reports.names import shortened
from reports.offline.manifest import Manifest, manifest_of
from reports.offline.marks import mark_of, marks_for, offered
from reports.selectors.asked_question import AskedQuestion, AskedSection
from reports.validators import milestone_parts

WHO_READS_IT = gettext_lazy("No personal data of migrants. Until you submit, nobody outside your participant reads it.")
"""Stands at the head of every file."""
EMPTY_ROWS, EMPTY_LINKS = 5, 2
"""Rows of each list that wait to be written in; links are asked for once per activity."""


@dataclass(frozen=True)
class Line:
    """One answer of the form, its texts in the active language. `day` is None where no day is asked for."""

    reference: str
    section: AskedSection
    asked: AskedQuestion
    text: str
    day: str | None
    choices: list[tuple[str, str]]
    mark: Mark | None
    marks: list[Mark]

    @property
    def question(self) -> str:
        """What is asked, with the milestone, the indicator or the number of the row."""
        question, label = str(self.asked.question.text), self.asked.label
        return f"{question} – {label}" if self.asked.item else question

    @property
    def activity(self) -> str:
        """Code and title, where it is asked per activity."""
        activity = self.section.activity
        return f"{activity.code} {activity.title}" if activity else ""

    @property
    def explanation(self) -> str:
        """What helps to answer it."""
        thing = self.asked.thing
        if thing is not None and thing.milestone is not None:
            planned = f"{thing.milestone.get_state_display()} · {localdate(thing.milestone.due_on)}"
            return labelled(_("In the plan"), planned)
        if thing is not None and thing.indicator is not None and thing.indicator.unit:
            return labelled(_("Unit"), thing.indicator.unit)
        return str(self.asked.question.help)

    @property
    def reads(self) -> str:
        """The answer as it reads: the word for a chosen one."""
        return dict(self.choices).get(self.text, self.text)


def lines_of_form(
    contribution: Contribution, asked: Iterable[AskedSection], language: str
) -> tuple[Manifest, list[Line]]:
    """Everything asked that a file can hold, in order, and the manifest that goes with it."""
    items = [(section, item) for section in asked for item in _with_empty_rows(section) if _fits(item.text)]
    manifest = manifest_of(contribution, language, {item.name: item.version for _section, item in items})
    return manifest, [
        _line(manifest.reference(item.name, number), section, item)
        for number, (section, item) in enumerate(items, start=1)
    ]


def _with_empty_rows(section: AskedSection) -> Iterator[AskedQuestion]:
    for item in section.questions:
        if not item.is_spare:
            yield item
            continue
        rows = EMPTY_LINKS if item.kind == QuestionKind.LINKS else EMPTY_ROWS
        for number in range(item.number, item.number + rows):
            yield replace(item, item=shortened(uuid4()), number=number)


def _fits(text: str) -> bool:
    """A text longer than a cell is left to the form on the page."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 <= LONGEST_CELL


def _line(reference: str, section: AskedSection, item: AskedQuestion) -> Line:
    text, day = (item.text, None) if item.kind != QuestionKind.MILESTONES else milestone_parts(item.text)
    return Line(reference, section, item, text, day, offered(item.kind), mark_of(item), marks_for(item))
