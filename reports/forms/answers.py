"""The form in which a participant answers: one field per question, each with the version its reader saw."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from foundation.errors import RuleBroken
from foundation.forms import LARGEST_VERSION, version_in
from foundation.localized import LANGUAGE_NAMES, LANGUAGES
from reports.enums import QuestionKind
from reports.forms.answer_fields import UNNAMED, VersionInput, box_for, field_for, is_led_to, spoken_field
from reports.models import Answer, Contribution, Template
from reports.names import item_named, name_beside
from reports.selectors.asked_question import AskedQuestion, AskedSection
from reports.selectors.preview import previewed_sections
from reports.selectors.progress import Progress, lines_of, progress_of
from reports.selectors.words import as_typed
from reports.services.one_answer import MOST_ROWS, Conflict, Draft, choices_of
from reports.validators import clean_answer, milestone_parts

NUMBERED = dict(enumerate(LANGUAGES, start=1))
"""Our languages by the numbers that stand for versions of the field in which one is chosen."""


class Placed:
    """A question in its form: the field, its version and its boxes, for the page to lay out."""

    def __init__(self, form: "AnswersForm", asked: AskedQuestion) -> None:
        self.asked, self.field, self.version = asked, form[asked.name], form[version_of(asked)]
        self.confirms = form[confirms_of(asked)] if confirms_of(asked) in form.fields else None
        self.closes = form[closes_of(asked)] if closes_of(asked) in form.fields else None
        self.spoken = form[spoken_of(asked)] if spoken_of(asked) in form.fields else None
        self.theirs = form.conflicts.get(asked.name)

    def in_its_label(self) -> "Placed":
        """The same, without a name in the page where no link leads to it."""
        if not is_led_to(self.asked) and not self.field.errors:
            self.field.field.widget.attrs |= UNNAMED
        return self


@dataclass(frozen=True)
class PlacedQuestion:
    """A question with its answers: one, or one for each milestone, indicator or row."""

    asked: AskedQuestion
    items: list[Placed]


@dataclass(frozen=True)
class PlacedSection:
    """A section with its questions and how far it is."""

    asked: AskedSection
    questions: list[PlacedQuestion]
    progress: Progress

    @property
    def is_optional(self) -> bool:
        """Nothing in it needs an answer."""
        return not any(question.asked.question.is_required for question in self.questions)

    @property
    def waits(self) -> bool:
        """Something of the last contribution is to be confirmed."""
        return any(item.asked.waits_for_confirmation for question in self.questions for item in question.items)


class AnswersForm(forms.Form):
    """Everything asked of one participant. Empty answers are always saved: only submission asks for all."""

    language = forms.ChoiceField(label=_("language of the answers"), choices=list(LANGUAGE_NAMES.items()))

    def __init__(self, *args: Any, asked: Sequence[AskedSection], contribution: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.no_longer_asked: list[Answer] = []
        self.carried: list[tuple[str, str]] = []
        self.beyond: list[Any] = []
        self.asked, self.conflicts = with_new_rows(asked, self.data), dict[str, Conflict]()
        self.initial["language"] = contribution.language
        for item in self.questions():
            self.fields[item.name] = field_for(item)
            self.fields[version_of(item)] = forms.IntegerField(
                widget=VersionInput(attrs=UNNAMED),
                initial=item.version,
                min_value=0,
                max_value=LARGEST_VERSION,
                required=not self.is_bound or version_of(item) in self.data,
            )
            if item.waits_for_confirmation:
                self.fields[confirms_of(item)] = box_for(_("This still holds."))
            if item.is_written:
                self.fields[spoken_of(item)] = spoken_field(item)
            if item.is_of_list and not item.is_spare:
                self.fields[closes_of(item)] = box_for(_("Closed: do not ask about it again"), initial=item.is_closed)

    @property
    def language_seen(self) -> int:
        """Which of our languages stood when the form was read, counted from one: what a save has seen."""
        posted = version_in(self.data.get("language-seen", "")) or 0
        return posted if posted in NUMBERED else LANGUAGES.index(self.initial["language"]) + 1

    @property
    def marked_otherwise(self) -> list[tuple[str, int]]:
        """The languages (codes) besides the chosen one that answers are marked with, and how many answers each."""
        marked = Counter(item.answer.language for item in self.questions() if item.answer and item.is_written)
        return [(code, marked[code]) for code in LANGUAGES if marked[code] and code != self.initial["language"]]

    def questions(self) -> Iterator[AskedQuestion]:
        """Every question, in order."""
        return (item for section in self.asked for item in section.questions)

    @cached_property
    def _asked_by_name(self) -> dict[str, AskedQuestion]:
        """Each question by what the names of its fields have in common."""
        return {item.name[1:]: item for item in self.questions()}

    def name_of(self, field: forms.BoundField) -> str:
        """What an error calls a field: activity, question and entry, since the labels of forty activities are alike."""
        item = self._asked_by_name.get(field.name[1:])
        return item.called if item else capfirst(str(field.label))

    def clean(self) -> dict[str, Any]:
        """Each answer as its kind of question wants it, or a sentence at its field."""
        for item in self.questions():
            typed = self.cleaned_data.get(item.name)
            if typed is None:
                continue
            try:
                self.cleaned_data[item.name] = clean_answer(item.kind, typed, choices=choices_of(item.kind))
            except RuleBroken as error:
                self.add_error(item.name, str(error))
        return self.cleaned_data

    def drafts(self, *, confirming: str = "", marked: str = "") -> list[Draft]:
        """What was typed, for the service; everything in the section named `confirming` still holds.

        What is `marked` with that language (a code) is in the chosen one after all. A question that the page did not
        have yet is left as it is.
        """
        return [
            Draft(
                question=item.question.uuid,
                activity=item.activity.uuid if item.activity else None,
                item=item.item,
                text=self.cleaned_data[item.name],
                version=self.cleaned_data[version_of(item)],
                confirms=section.name == confirming or bool(self.cleaned_data.get(confirms_of(item))),
                closes=self.cleaned_data.get(closes_of(item)),
                spoken=self.cleaned_data.get(spoken_of(item), "") or self._spoken(item, marked),
            )
            for section in self.asked
            for item in section.questions
            if version_of(item) in self.data
        ]

    def _spoken(self, item: AskedQuestion, marked: str) -> str:
        is_marked = item.is_written and item.answer is not None and item.answer.language == marked
        return self.cleaned_data["language"] if is_marked else ""

    def sections(self, waiting: Mapping[str, int] = MappingProxyType({})) -> list[PlacedSection]:
        """Sections with their questions, as the page shows them; `waiting` counts questions to them by their anchor."""
        return [
            PlacedSection(
                section,
                list(self._placed(section)),
                replace(progress_of(section), waiting=waiting.get(section.name, 0)),
            )
            for section in self.asked
        ]

    def _placed(self, section: AskedSection) -> Iterator[PlacedQuestion]:
        questions: list[PlacedQuestion] = []
        for items in lines_of(section):
            placed = [Placed(self, item).in_its_label() for item in items]
            if questions and questions[-1].asked.list_name == items[0].list_name:
                questions[-1].items.extend(placed)
            else:
                questions.append(PlacedQuestion(items[0], placed))
        yield from questions

    def show_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        """Keep what was typed, show what others wrote beside it; the next save has then seen both."""
        self.conflicts = {conflict.asked.name: conflict for conflict in conflicts}
        self.data = {**self.data.dict(), **{version_of(one.asked): str(one.version) for one in conflicts}}  # type: ignore[attr-defined]  # -- what was posted is a QueryDict
        changed = _("Somebody else changed this answer while you were writing. Save again to keep your text.")
        for conflict in conflicts:
            if conflict.asked.name in self.fields:
                self.add_error(conflict.asked.name, changed)
            else:
                self.add_error(None, not_kept(conflict))
        self.carried = []


def not_kept(conflict: Conflict) -> str:
    """What is said where nobody can choose any more between two texts."""
    said = {"question": conflict.asked.called, "yours": conflict.yours}
    return (
        _(
            "“%(question)s” is no longer asked, and somebody else changed its answer while you were writing: "
            "theirs stands. Yours was: %(yours)s"
        )
        % said
    )


def preview_form(template: Template) -> AnswersForm:
    """The form of a template that nobody has been asked yet; none of its fields takes anything."""
    form = AnswersForm(asked=previewed_sections(template), contribution=Contribution())
    for field in form.fields.values():
        field.disabled = True
    return form


def with_new_rows(asked: Iterable[AskedSection], posted: Mapping[str, Any]) -> list[AskedSection]:
    """The sections with the rows that a page added to its lists, and those others emptied meanwhile."""
    names = sorted(posted)
    return [replace(section, questions=list(_with_new_rows(section, names))) for section in asked]


def _with_new_rows(section: AskedSection, posted: Sequence[str]) -> Iterator[AskedQuestion]:
    known = {item.name for item in section.questions}
    for item in section.questions:
        yield item
        if not item.is_spare:
            continue
        new = (item_named(name, item.list_name) for name in posted if name not in known)
        rows = [row for row in new if row is not None][:MOST_ROWS]
        yield from (replace(item, item=row, number=number) for number, row in enumerate(rows, start=item.number + 1))


def with_what_stands(posted: QueryDict, asked: Iterable[AskedSection], contribution: Contribution) -> QueryDict:
    """The posted fields; for what their page did not have, what stands there now."""
    whole = posted.copy()
    whole.setdefault("language", contribution.language)
    for item in (item for section in asked for item in section.questions):
        if version_of(item) in posted:
            continue
        whole[version_of(item)] = str(item.version)
        parts = milestone_parts(item.text) if item.kind == QuestionKind.MILESTONES else ()
        whole.update({f"{item.name}_{place}": part for place, part in enumerate(parts)})
        whole[item.name] = as_typed(item.kind, item.text)
        if item.is_closed:
            whole[closes_of(item)] = "on"
    return whole


def version_of(item: AskedQuestion) -> str:
    """The name of the hidden version beside an answer."""
    return name_beside("v", item.name)


def confirms_of(item: AskedQuestion) -> str:
    """The name of the box that confirms an answer of the last round."""
    return name_beside("c", item.name)


def closes_of(item: AskedQuestion) -> str:
    """The name of the box that closes a row of a list."""
    return name_beside("x", item.name)


def spoken_of(item: AskedQuestion) -> str:
    """The name of the choice of the language that an answer is in after all."""
    return name_beside("w", item.name)
