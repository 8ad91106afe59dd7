"""Once the record of a meeting is concluded, its screens ask why it is corrected, and show the last correction."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.admin import WorkbenchAdmin, without
from foundation.forms import WorkbenchForm
from foundation.marked import said
from foundation.wording import localdate
from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.models.corrections import SAY_WHY
from meetings.services.corrections import REASONS


class CorrectionForm(WorkbenchForm):
    """Each correction has a reason of its own: the last one is not offered for the next."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(REASONS) & set(self.fields):
            self.initial[name] = ""
            self.fields[name].widget.attrs["rows"] = 2


class Correctable(WorkbenchAdmin):
    """A screen whose rows belong to the record of a meeting."""

    form = CorrectionForm

    def meeting_of(self, obj: Any) -> Meeting:
        """Whose record the row belongs to."""
        meeting: Meeting = obj.meeting
        return meeting

    def is_fixed(self, obj: Any) -> bool:
        """Whether what is changed now is a correction."""
        return obj is not None and self.meeting_of(obj).state == MeetingState.CONCLUDED

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        """Before the conclusion nothing is corrected."""
        return [*(super().get_exclude(request, obj) or ()), *(() if self.is_fixed(obj) else REASONS)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """What stands as corrected is shown."""
        return [*super().get_readonly_fields(request, obj), *(["corrected"] if self.is_fixed(obj) else [])]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The reason is asked first, under what is done with it."""
        sets = super().get_fieldsets(request, obj)
        if not self.is_fixed(obj):
            return sets
        asked = ["corrected", *REASONS]
        rest = [(name, {**kept, "fields": without(set(asked), kept["fields"])}) for name, kept in sets]
        return [(_("Correct the record"), {"fields": asked, "description": SAY_WHY}), *rest]

    @admin.display(description=_("last corrected"))
    def corrected(self, obj: Any) -> str:
        """The day and the reason of the last correction."""
        if obj.corrected_at is None:
            return self.get_empty_value_display()
        day = localdate(localtime(obj.corrected_at))
        return format_html("{}{} {}", day, gettext(":"), said(obj, "correction"))
