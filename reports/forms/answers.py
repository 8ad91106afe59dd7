"""The form in which a participant answers: one field per question, each with the version its reader saw."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplan.enums import ActivityState
from foundation.errors import RuleBroken
from foundation.localized import LANGUAGE_NAMES
from reports.enums import QuestionKind
from reports.models import Contribution
from reports.selectors.asked import AskedQuestion, AskedSection
from reports.selectors.words import YES_NO
from reports.services.answers import Conflict, Draft, choices_of
from reports.validators import clean_answer

EMPTY = [("", "–")]
LARGEST_VERSION = 2_000_000_000


class Placed:
    """A question in its form: the field, its version and its confirmation, for the page to lay out."""

    def __init__(self, form: "AnswersForm", asked: AskedQuestion) -> None:
        self.asked, self.field, self.version = asked, form[asked.name], form[version_of(asked)]
        self.confirms = form[confirms_of(asked)] if confirms_of(asked) in form.fields else None
        self.theirs = form.conflicts.get(asked.name)


class AnswersForm(forms.Form):
    """Everything asked of one participant. Empty answers are always saved: only submission asks for all."""

    language = forms.ChoiceField(label=_("language of the answers"), choices=list(LANGUAGE_NAMES.items()))

    def __init__(self, *args: Any, asked: Sequence[AskedSection], contribution: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.conflicts = asked, dict[str, Conflict]()
        self.initial["language"] = contribution.language
        for item in self.questions():
            self.fields[item.name] = field_for(item)
            self.fields[version_of(item)] = forms.IntegerField(
                widget=forms.HiddenInput, initial=item.version, min_value=0, max_value=LARGEST_VERSION
            )
            if item.waits_for_confirmation:
                self.fields[confirms_of(item)] = forms.BooleanField(label=_("This still holds."), required=False)

    def questions(self) -> Iterator[AskedQuestion]:
        """Every question, in order."""
        return (item for section in self.asked for item in section.questions)

    def clean(self) -> dict[str, Any]:
        """Each answer as its kind of question wants it, or a sentence at its field."""
        for item in self.questions():
            typed = self.cleaned_data.get(item.name)
            if typed is None:
                continue
            try:
                kind = item.question.kind
                self.cleaned_data[item.name] = clean_answer(kind, typed, choices=choices_of(kind))
            except RuleBroken as error:
                self.add_error(item.name, str(error))
        return self.cleaned_data

    def drafts(self) -> list[Draft]:
        """What was typed, for the service."""
        return [
            Draft(
                question=item.question.uuid,
                activity=item.activity.uuid if item.activity else None,
                text=self.cleaned_data[item.name],
                version=self.cleaned_data[version_of(item)],
                confirms=bool(self.cleaned_data.get(confirms_of(item))),
            )
            for item in self.questions()
        ]

    def sections(self) -> list[tuple[AskedSection, list[Placed]]]:
        """Sections with their questions, as the page shows them."""
        return [(section, [Placed(self, item) for item in section.questions]) for section in self.asked]

    def show_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        """Keep what was typed, show what others wrote beside it; the next save has then seen both."""
        self.conflicts = {conflict.asked.name: conflict for conflict in conflicts}
        self.data = {**self.data.dict(), **{version_of(one.asked): str(one.version) for one in conflicts}}  # type: ignore[attr-defined]  # -- what was posted is a QueryDict
        changed = _("Somebody else changed this answer while you were writing. Save again to keep your text.")
        for conflict in conflicts:
            self.add_error(conflict.asked.name, changed)


def version_of(item: AskedQuestion) -> str:
    """The name of the hidden version beside an answer."""
    return f"v{item.name[1:]}"


def confirms_of(item: AskedQuestion) -> str:
    """The name of the box that confirms an answer of the last round."""
    return f"c{item.name[1:]}"


def field_for(item: AskedQuestion) -> forms.Field:
    """A field that suits the kind of question; length and form are judged by the validator alone."""
    shared: dict[str, Any] = {
        "label": str(item.question.text),
        "help_text": str(item.question.help),
        "required": False,
        "initial": item.text,
    }
    if item.question.kind == QuestionKind.YES_NO:
        return forms.ChoiceField(choices=EMPTY + list(YES_NO.items()), **shared)
    if item.question.kind == QuestionKind.ACTIVITY_STATUS:
        return forms.ChoiceField(choices=EMPTY + list(ActivityState.choices), **shared)
    if item.question.kind == QuestionKind.LONG_TEXT:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}), strip=False, **shared)
    attributes = {"dir": "auto"} if item.question.kind == QuestionKind.SHORT_TEXT else {"inputmode": "decimal"}
    return forms.CharField(widget=forms.TextInput(attrs=attributes), strip=False, **shared)
