"""Who cleared the answers, and what was printed on the paper they signed."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.inputs import DayInput
from reports.models.clearances import VERSION_LENGTH


class ClearanceForm(forms.Form):
    """One clearance."""

    cleared_by = forms.CharField(
        label=pgettext_lazy("a paper, by an authority", "cleared by"),
        help_text=_("The person or authority, as it signed."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    cleared_on = forms.DateField(label=_("cleared on"), widget=DayInput(), localize=False)
    answers_version = forms.CharField(
        label=_("version of the answers"),
        help_text=_("It stands at the top of every page of the paper that was signed."),
        max_length=VERSION_LENGTH,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
