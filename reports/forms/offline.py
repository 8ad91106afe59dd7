"""The form that takes a filled-in file, and the one that shows what it would change before anything is kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from foundation.errors import RuleBroken
from foundation.inputs import FILE_FIRST
from foundation.uploads import examine
from foundation.wording import with_comma
from reports.enums import QuestionKind
from reports.forms.answers import AnswersForm, Placed, closes_of, confirms_of, version_of, with_new_rows
from reports.models import Contribution
from reports.names import name_beside
from reports.offline.differences import Change
from reports.offline.found import Filled
from reports.offline.marks import offered
from reports.offline.reading import TAKEN, read_filled
from reports.selectors.asked_question import AskedQuestion, AskedSection
from reports.services.one_answer import Conflict, Draft
from reports.validators import milestone_parts

FILE, STANDS = "file", "stands"
CHOICES = [(FILE, _("Take what the file says")), (STANDS, _("Keep what stands now"))]
CHOOSE_ONE = _("Choose one of: %(choices)s.")


class UploadForm(forms.Form):
    """The file that came back."""

    content = forms.FileField(
        label=_("filled-in form"),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind.extension}" for kind in TAKEN)}),
        help_text=_("The form that you downloaded here, 10 MB at most."),
        allow_empty_file=True,
        error_messages=FILE_FIRST,
    )

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contribution = contribution
        self.filled: Filled | None = None

    def clean_content(self) -> UploadedFile:
        """Read it, if it is the present form of this contribution; a sentence says why where it is not."""
        upload: UploadedFile = self.cleaned_data["content"]
        try:
            filled = read_filled(examine(upload.read(), name=PurePath(upload.name or "").name, allowed=TAKEN))
            filled.manifest.check(self.contribution)
        except RuleBroken as error:
            raise forms.ValidationError(str(error), code=error.code) from error
        self.filled = filled
        return upload


@dataclass(frozen=True)
class Line:
    """One answer that the file would change; `change` is there when the file has just been read."""

    placed: Placed
    takes: forms.BoundField
    change: Change | None


class TakeInForm(AnswersForm):
    """What a file would change, each answer with the choice whether it does. It lives in the page alone."""

    def __init__(
        self,
        posted: QueryDict,
        *,
        asked: Sequence[AskedSection],
        contribution: Contribution,
        changes: Mapping[str, Change] | None = None,
    ) -> None:
        super().__init__(posted, asked=_posted(with_new_rows(asked, posted), posted), contribution=contribution)
        self.changes, self.is_first_shown = changes or {}, changes is not None
        for item in self.questions():
            self.fields[takes_of(item)] = forms.ChoiceField(
                label=_("What is to stand"),
                choices=CHOICES,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose which of the two is to stand.")},
            )
            self.fields[item.name].label = _label(item)
            choices = with_comma(*(word for _value, word in offered(item.kind)))
            if choices:
                self.fields[item.name].error_messages["invalid_choice"] = CHOOSE_ONE % {"choices": choices}

    def clean(self) -> dict[str, Any]:
        """As the form does; what is not taken from the file cannot be wrong in it."""
        super().clean()
        for item in self.questions():
            if self.is_first_shown:
                self.errors.pop(takes_of(item), None)
            if self.cleaned_data.get(takes_of(item)) == STANDS:
                self.errors.pop(item.name, None)
                self.cleaned_data[item.name] = item.text
            elif item.name in self.changes and (problem := self.changes[item.name].problem):
                self.errors.pop(item.name, None)
                self.add_error(item.name, str(problem))
        return self.cleaned_data

    def drafts(self, *, confirming: str = "", marked: str = "") -> list[Draft]:
        """What is taken from the file, for the service."""
        taken = {item.place for item in self.questions() if self.cleaned_data[takes_of(item)] == FILE}
        return [draft for draft in super().drafts(confirming=confirming, marked=marked) if draft.place in taken]

    def lines(self) -> Iterator[tuple[AskedSection, list[Line]]]:
        """The answers by section, as the page shows them."""
        for section in self.asked:
            yield (
                section,
                [
                    Line(Placed(self, item), self[takes_of(item)], self.changes.get(item.name))
                    for item in section.questions
                ],
            )


def as_posted(changes: Mapping[str, Change], language: str) -> QueryDict:
    """The changes as the page would post them; where somebody else wrote meanwhile nothing is chosen yet.

    Nor is it where a cell says no answer, or a word that is not offered leaves a list without a choice: that would
    empty what stands, or put an error of a spreadsheet in its place.
    """
    posted = QueryDict(mutable=True)
    posted["language"] = language
    for name, change in changes.items():
        item = change.asked
        if item.kind == QuestionKind.MILESTONES:
            posted[f"{name}_0"], posted[f"{name}_1"] = milestone_parts(change.text)
        else:
            posted[name] = change.text
        posted[version_of(item)] = str(item.version)
        undecided = change.is_crossed or change.problem or _is_word_of_no_list(change)
        posted[takes_of(item)] = "" if undecided else FILE
        if change.confirms:
            posted[confirms_of(item)] = "on"
        if item.is_closed if change.closes is None else change.closes:
            posted[closes_of(item)] = "on"
    return posted


def _is_word_of_no_list(change: Change) -> bool:
    words = dict(offered(change.asked.kind))
    return bool(change.text and words) and change.asked.kind != QuestionKind.MILESTONES and change.text not in words


def posted_again(posted: QueryDict, conflicts: Iterable[Conflict]) -> QueryDict:
    """What could not be saved, with the versions that stand now; both texts are shown before it is posted again."""
    again = QueryDict(mutable=True)
    again["language"] = posted.get("language", "")
    for conflict in conflicts:
        item = conflict.asked
        for name in (item.name, f"{item.name}_0", f"{item.name}_1", confirms_of(item), closes_of(item)):
            if name in posted:
                again[name] = str(posted[name])
        again[version_of(item)], again[takes_of(item)] = str(conflict.version), ""
    return again


def takes_of(item: AskedQuestion) -> str:
    """The name of the choice beside an answer."""
    return name_beside("t", item.name)


def _posted(asked: Iterable[AskedSection], posted: Mapping[str, Any]) -> list[AskedSection]:
    """The sections with the questions that the page is about."""
    found = (
        replace(section, questions=[item for item in section.questions if version_of(item) in posted])
        for section in asked
    )
    return [section for section in found if section.questions]


def _label(item: AskedQuestion) -> str:
    """`CAP-2.1 · Milestones · First training held`."""
    parts = [item.activity.code if item.activity else "", str(item.question.text), item.label if item.item else ""]
    return " · ".join(part for part in parts if part)
