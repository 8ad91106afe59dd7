"""The rows of a report with the question whether texts of an earlier wording are still right."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.authentic import normal
from foundation.forms import ChildForm, WorkbenchForm
from foundation.inputs import IN_ONE_LANGUAGE
from foundation.localized import LANGUAGE_NAMES, LANGUAGES
from reports.models.consolidated import NUMBERED_FROM_ONE

HEADING_IS_OPTIONAL = _("Optional: a heading above the paragraph.")
ACTIVITY_IS_OPTIONAL = _("Optional: the activity that the paragraph is about.")


def _tell(form: forms.BaseForm, told: Mapping[str, Any]) -> None:
    """Say beside these fields what is said of them, as far as the form has them."""
    for name in told.keys() & form.fields.keys():
        form.fields[name].help_text = told[name]


class AsksIfStillRight(forms.Form):
    """Asked only where there is something to ask; what is ticked goes with the row to its service."""

    instance: Any
    still_right = forms.MultipleChoiceField(
        label=_("Still right in"),
        choices=list(LANGUAGE_NAMES.items()),
        required=False,
        initial=list,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "In these languages the text is of an earlier wording than the authentic one. Change it there, or tick the "
            "language if it is still right."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "still_right" not in self.fields:
            return
        asked, field = self.asked_of(), self.fields["still_right"]
        if asked:
            field.widget.choices = [(code, LANGUAGE_NAMES[code]) for code in asked]
        else:
            field.widget = forms.MultipleHiddenInput()

    def asked_of(self) -> Collection[str]:
        """The languages in which a text of this row is of an earlier wording."""
        return self.instance.earlier_in

    def clean(self) -> Any:
        """The cleaned data; what is ticked is on the row."""
        cleaned = super().clean() or self.cleaned_data
        self.instance.still_right = cleaned.get("still_right", ())
        return cleaned


class ParagraphForm(AsksIfStillRight, ChildForm):
    """A paragraph of a report: it says what need not be filled in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        optional = {f"heading_{code}": HEADING_IS_OPTIONAL for code in LANGUAGES}
        _tell(self, {**optional, "text_en": IN_ONE_LANGUAGE, "activity": ACTIVITY_IS_OPTIONAL})

    def clean_number(self) -> int:
        """As the database keeps it."""
        number: int = self.cleaned_data["number"]
        if number < 1:
            raise forms.ValidationError(NUMBERED_FROM_ONE)
        return number


class ReportForm(AsksIfStillRight, WorkbenchForm):
    """A report and its title, which participants read from the circulation on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tell(self, {"title_en": IN_ONE_LANGUAGE})
        title = f"title_{self.instance.authentic_language}"
        if self.instance.circulated_at and title in self.fields:
            self.fields[title].help_text = _(
                "Participants read this title already: if you change it, change it in the other languages too, or say "
                "that it is still right there."
            )

    def asked_of(self) -> Collection[str]:
        """Once participants read the title, what is posted is asked about: whether the languages left out follow it."""
        language = self.instance.authentic_language
        if not self.instance.circulated_at:
            return super().asked_of()
        if not self._is_changed(language):
            return ()
        others = (code for code in LANGUAGES if code != language and not self._is_changed(code))
        return [code for code in others if getattr(self.instance, f"title_{code}")]

    def _is_changed(self, language: str) -> bool:
        """Whether the title posted is another, as the service compares texts."""
        name = f"title_{language}"
        stored = getattr(self.instance, name)
        return normal(self.data.get(self.add_prefix(name), stored)) != normal(stored)
