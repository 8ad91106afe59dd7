"""Forms of the workbench for the action plan."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity, Indicator, Objective
from actionplan.models.activities import HAS_A_DOMAIN
from actionplan.selectors.proposals import CODE, HEADS, KEY, LONGEST_CODE, match_of, row_of_cells
from foundation.constraints import refusals
from foundation.errors import RuleBroken
from foundation.forms import StepForm, WorkbenchForm
from foundation.imports import Line
from foundation.uploads.examination import examine
from foundation.uploads.kinds import KINDS, XLSX
from foundation.uploads.tables import rows_of_table

TABLES = (XLSX, KINDS["text/csv"])


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


class UploadForm(StepForm):
    """A table of what a source says, one activity in each row."""

    content = forms.FileField(
        label=_("table"),
        help_text=format_lazy(
            _("XLSX or CSV in UTF-8. The first row names the columns, of these: {columns}."), columns=", ".join(HEADS)
        ),
        allow_empty_file=True,
    )

    def clean_content(self) -> UploadedFile:
        """The rows under the heads, if the file may be read at all."""
        upload: UploadedFile = self.cleaned_data["content"]
        try:
            file = examine(upload.read(), name=PurePath(upload.name or "").name, allowed=TABLES)
            heads, *rows = rows_of_table(file) or [[]]
        except RuleBroken as error:
            raise forms.ValidationError(str(error), code=error.code) from error
        if KEY not in heads or not rows:
            raise forms.ValidationError(
                _("Write external_id and other columns into the first row, and activities below.")
            )
        self.lines = [Line(number, row_of_cells(heads, row)) for number, row in enumerate(rows, start=1)]
        return upload

    def clean(self) -> dict[str, Any]:
        """The keyword of the service."""
        super().clean()
        return {} if self.errors else {"lines": self.lines}


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
