"""What is asked of plans and their objectives."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplan.models import Objective
from foundation.forms import StepForm


class SupersedeObjectiveForm(StepForm):
    """Which objective takes the place of this one."""

    by = forms.ModelChoiceField(label=_("superseded by"), queryset=Objective.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Objective.objects.visible_to(self.actor).current().exclude(pk=self.obj.pk)
        self.fields["by"].queryset = offered  # type: ignore[attr-defined]  # -- a ModelChoiceField
