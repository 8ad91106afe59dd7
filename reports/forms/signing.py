"""What a participant says besides its answers: how it signs, why it takes them back, what it replies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.localized import LANGUAGE_NAMES
from reports.forms.stood import StoodField
from reports.services.queries import EMPTY_REPLY


class GiveReasonForm(forms.Form):
    """Why a contribution is withdrawn or reopened."""

    reason = forms.CharField(
        label=_("reason"), widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}), max_length=2_000
    )


class ReplyForm(forms.Form):
    """A reply to a question."""

    reply = forms.CharField(
        label=_("reply"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        max_length=4_000,
        error_messages={"required": EMPTY_REPLY},
    )
    language = forms.ChoiceField(label=_("language"), choices=list(LANGUAGE_NAMES.items()))


class SigningForm(forms.Form):
    """With one signature or with two."""

    signs = forms.ChoiceField(
        label=_("your participant signs"),
        choices=[("0", _("with one: the focal point alone")), ("1", _("with two: focal point and senior official"))],
        widget=forms.RadioSelect,
    )
    seen = StoodField()

    def __init__(self, *args: Any, stands: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = dict.fromkeys(["signs", "seen"], str(int(stands)))

    def clean_signs(self) -> bool:
        """Whether two sign."""
        return self.cleaned_data["signs"] == "1"
