"""What is asked of activities, their milestones and their indicators."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity, Indicator
from actionplan.models.activities import HAS_A_DOMAIN
from foundation.constraints import refusals
from foundation.forms import StepForm, WorkbenchForm
from foundation.inputs import DayInput


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

    ends_on = forms.DateField(label=_("until"), widget=DayInput())


class ReachedForm(StepForm):
    """When a milestone was reached."""

    reached_on = forms.DateField(label=_("reached on"), widget=DayInput())


class SupersedeActivityForm(StepForm):
    """Which activity takes the place of this one."""

    by = forms.ModelChoiceField(label=_("superseded by"), queryset=Activity.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Activity.objects.visible_to(self.actor).current().exclude(pk=self.obj.pk)
        self.fields["by"].queryset = offered  # type: ignore[attr-defined]  # -- a ModelChoiceField
