"""What is asked before a proposal is taken up, or is not."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplan.selectors.proposals import CODE, LONGEST_CODE, match_of
from foundation.forms import StepForm


class TakeUpForm(StepForm):
    """The code of an activity that begins to exist; of one that exists, the version that was compared."""

    code = forms.CharField(
        label=_("code"), max_length=LONGEST_CODE, help_text=_("This activity is new in the plan: give it its code.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = match_of(self.obj)  # type: ignore[arg-type]  # -- the step is of proposals
        self.fields["seen"].initial = known.version if known is not None else None
        self.fields[CODE].initial = self.obj.said.get(CODE, "")  # type: ignore[attr-defined]  # -- as above
        if known is not None:
            self.fields[CODE].required, self.fields[CODE].widget = False, forms.HiddenInput()


class NotTakenUpForm(StepForm):
    """Why a proposal is not taken up."""

    answer = forms.CharField(
        label=_("answer"), max_length=2000, widget=forms.Textarea, help_text=_("The partner system reads this.")
    )
