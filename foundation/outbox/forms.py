"""Forms of the workbench about what leaves the system."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import StepForm


class ClearForm(StepForm):
    """How staff know that an address is reached again."""

    reason = forms.CharField(
        label=_("reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: spoke with the person, the mailbox works again."),
    )
