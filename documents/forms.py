"""Forms of the workbench for documents."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.enums import Classification
from foundation.forms import StepForm
from foundation.inputs import DayInput

READABLE = [choice for choice in Classification.choices if choice[0] != Classification.OWNER]


class PlanReleaseForm(StepForm):
    """By which day a work is to be out."""

    release_on = forms.DateField(
        label=_("to be out by"),
        help_text=_("In every language awaited, and for its readers."),
        widget=DayInput(),
    )


class ClassifyForm(StepForm):
    """Who may read a work from now on."""

    classification = forms.ChoiceField(label=_("classification"), choices=READABLE)
