"""What is asked before a report is put under a silence procedure."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import StepForm
from meetings.models import SilenceProcedure
from reports.forms.rows import offer
from reports.models import ConsolidatedReport
from reports.services.silence import OPEN


class SilenceForm(StepForm):
    """The silence procedure that carries the tabled text."""

    obj: ConsolidatedReport
    procedure = forms.ModelChoiceField(
        SilenceProcedure.objects.none(),
        label=_("silence procedure"),
        help_text=_("One that carries the text that was tabled and is not over."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tabled = self.obj.tabled_revision
        seen = SilenceProcedure.objects.visible_to(self.actor).filter(state__in=OPEN)
        offer(self, "procedure", seen.filter(document=tabled.expression.document_id) if tabled else seen.none())
