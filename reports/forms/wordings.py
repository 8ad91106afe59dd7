"""The rows of a report with the question whether texts of an earlier wording are still right."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import ChildForm, WorkbenchForm
from foundation.localized import LANGUAGE_NAMES, LANGUAGES


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
    """A paragraph of a report."""


class ReportForm(AsksIfStillRight, WorkbenchForm):
    """A report and its title, which participants read from the circulation on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.circulated_at and "still_right" in self.fields:
            self.fields["still_right"].help_text = _(
                "Participants read the title already: if it changes in the authentic language, change it in the others "
                "too, or tick those in which it is still right."
            )

    def asked_of(self) -> Collection[str]:
        """Once participants read the title, whoever changes it must say so of every other language."""
        if not self.instance.circulated_at:
            return super().asked_of()
        others = (code for code in LANGUAGES if code != self.instance.authentic_language)
        return [code for code in others if getattr(self.instance, f"title_{code}")]
