"""The fields of the form, by what one answer looks like; a milestone's state and day are one answer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from actionplan.enums import ActivityState, MilestoneState
from foundation.inputs import DayInput
from foundation.localized import LANGUAGES
from foundation.wording import langname
from reports.enums import QuestionKind
from reports.selectors.asked_question import AskedQuestion
from reports.selectors.translations import is_in_words
from reports.selectors.words import AGREEMENT, YES_NO, as_typed
from reports.validators import milestone_parts

EMPTY = [("", "–")]
UNNAMED = {"id": False}
"""What stands in its label, and what no link leads to, has no name in the page: a form of forty activities is light."""
CHOICES: dict[str, Sequence[tuple[str, Any]]] = {
    QuestionKind.YES_NO: list(YES_NO.items()),
    QuestionKind.AGREEMENT: list(AGREEMENT.items()),
    QuestionKind.ACTIVITY_STATUS: ActivityState.choices,
}


class VersionInput(forms.HiddenInput):
    """The version beside an answer. Every second field of the form is one: it is written without a template."""

    def render(self, name: str, value: Any, *_args: Any, **_given: Any) -> SafeString:
        """Nothing but its name and the version, empty where nothing was posted."""
        version = self.format_value(value)
        said = "" if version is None else format_html(' value="{}"', version)
        return format_html('<input type="hidden" name="{}"{}>', name, said)


class MilestoneWidget(forms.MultiWidget):
    """A state and a day, side by side."""

    template_name = "reports/milestone.html"

    def __init__(self) -> None:
        state = forms.Select(choices=[*EMPTY, *MilestoneState.choices], attrs={"aria-label": _("state")})
        day = DayInput({"aria-label": _("day")})
        super().__init__([state, day])

    def decompress(self, value: str | None) -> list[str]:
        """`reached 2026-03-01` as its two parts."""
        return list(milestone_parts(value or ""))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Both say what they are themselves, and links lead to the state alone."""
        context = super().get_context(name, value, attrs)
        state, day = (part["attrs"] for part in context["widget"]["subwidgets"])
        day.pop("id", None)
        if "id" in state:
            state["id"] = context["widget"]["attrs"]["id"]
        return context


class MilestoneField(forms.MultiValueField):
    """The two parts as one answer; the validator judges it."""

    widget = MilestoneWidget

    def __init__(self, **kwargs: Any) -> None:
        parts = (forms.CharField(required=False), forms.CharField(required=False))
        super().__init__(parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> str:
        """State and day, as they are stored; a day without a state is kept to be refused with a sentence."""
        return " ".join(part for part in data_list if part)


def is_led_to(item: AskedQuestion) -> bool:
    """Links lead to this very answer. To any other milestone, number or row leads only what says that it is wrong."""
    return item.item is None or item.question.is_required or is_in_words(item.kind, item.text)


def field_for(item: AskedQuestion) -> forms.Field:
    """A field that suits the answer; length and form are judged by the validator alone."""
    shared: dict[str, Any] = {"label": item.label, "required": False, "initial": as_typed(item.kind, item.text)}
    if item.item is None:
        shared["help_text"] = str(item.question.help)
    kind = item.kind
    if kind in CHOICES:
        return forms.ChoiceField(choices=[*EMPTY, *CHOICES[kind]], **shared)
    if kind == QuestionKind.MILESTONES:
        return MilestoneField(**shared)
    if kind == QuestionKind.LINKS:
        address = {"inputmode": "url", "placeholder": "https://", **_in_words(item)}
        return forms.CharField(widget=forms.TextInput(attrs=address), strip=False, **shared)
    if kind == QuestionKind.LONG_TEXT or item.is_of_list:
        rows = 2 if item.is_of_list else 6
        in_words = {"rows": rows, **_in_words(item)}
        return forms.CharField(widget=forms.Textarea(attrs=in_words), strip=False, **shared)
    attributes = _in_words(item) if kind == QuestionKind.SHORT_TEXT else {"inputmode": "decimal"}
    return forms.CharField(widget=forms.TextInput(attrs=attributes), strip=False, **shared)


class SpokenField(forms.ChoiceField):
    """A language that stands by now is no error: the page that sent it on its own says it again as a whole."""

    def valid_value(self, value: str) -> bool:
        """Any of our languages."""
        return value in LANGUAGES


def spoken_field(item: AskedQuestion) -> forms.Field:
    """The language an answer is marked with; nothing is corrected as long as that one is chosen."""
    marked = item.answer.language if item.answer else ""
    others = [(code, langname(code)) for code in LANGUAGES if code != marked]
    choices = [("", langname(marked)), *others]
    return SpokenField(label=_("written in"), choices=choices, required=False, widget=forms.Select(attrs=UNNAMED))


def box_for(label: Any, *, initial: bool = False) -> forms.Field:
    """A box beside an answer, inside its own label."""
    return forms.BooleanField(label=label, required=False, initial=initial, widget=forms.CheckboxInput(attrs=UNNAMED))


def _in_words(item: AskedQuestion) -> dict[str, str]:
    """What was written says its language; what will be written finds its direction as it is typed."""
    return {"dir": "auto", **({"lang": item.answer.language} if item.answer and item.text else {})}
