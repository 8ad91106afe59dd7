"""Forms of the workbench for the action plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity, Indicator, Objective
from actionplan.models.activities import HAS_A_DOMAIN
from actionplan.selectors.proposals import CODE, LONGEST_CODE, match_of
from foundation.constraints import refusals
from foundation.forms import StepForm, WorkbenchForm


class ActivityForm(WorkbenchForm):
    """An activity; it names at least one of the five domains."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "domains" in self.fields:  # read-only fields are no part of the form
            self.fields["domains"].error_messages["required"] = str(refusals()[HAS_A_DOMAIN].sentence)


class IndicatorForm(WorkbenchForm):
    """An indicator carries the version of its activity: whoever changes one changes the other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.instance, Indicator) and self.instance.activity_id is not None:
            self.fields["seen_version"].initial = self.instance.activity.version


class RescheduleForm(StepForm):
    """Until when it runs now."""

    ends_on = forms.DateField(label=_("until"), widget=forms.DateInput(attrs={"type": "date"}))


class ReachedForm(StepForm):
    """When a milestone was reached."""

    reached_on = forms.DateField(label=_("reached on"), widget=forms.DateInput(attrs={"type": "date"}))


class SupersedeActivityForm(StepForm):
    """Which activity takes the place of this one."""

    by = forms.ModelChoiceField(label=_("superseded by"), queryset=Activity.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Activity.objects.visible_to(self.actor).current().exclude(pk=self.obj.pk)
        self.fields["by"].queryset = offered  # type: ignore[attr-defined]  # -- a ModelChoiceField


class SupersedeObjectiveForm(StepForm):
    """Which objective takes the place of this one."""

    by = forms.ModelChoiceField(label=_("superseded by"), queryset=Objective.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Objective.objects.visible_to(self.actor).current().exclude(pk=self.obj.pk)
        self.fields["by"].queryset = offered  # type: ignore[attr-defined]  # -- a ModelChoiceField


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
