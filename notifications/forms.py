"""Forms of the workbench about reminders."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.clocks import OwnClockField
from foundation.forms import WorkbenchForm
from notifications.models import LadderStep


class PauseForm(WorkbenchForm):
    """For whom reminders wait, why, and until when on the reader's own clock."""

    until = OwnClockField(label=_("until"))


class LadderStepForm(WorkbenchForm):
    """A step carries the version of its ladder: whoever changes one changes the other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.instance, LadderStep) and self.instance.ladder_id is not None:
            self.fields["seen_version"].initial = self.instance.ladder.version
