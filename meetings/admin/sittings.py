"""Sittings in the workbench: named with their meeting, moved with its days; each has a page for who was there."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.admin import WorkbenchAdmin
from foundation.errors import Sentence
from foundation.rows import WorkbenchInline
from foundation.steps import Step
from meetings import permissions, services
from meetings.forms import meetings as forms
from meetings.models import Sitting

WITH_ITS_DAYS = _("When the meeting moves, its sittings move as many days, at the same hour of its clock.")


def told_of_move(moved: int) -> list[Sentence]:
    """What the page says once sittings moved with the days."""
    if not moved:
        return []
    told = ngettext(
        "%(count)d sitting moved with the days, at the same hour of the day.",
        "%(count)d sittings moved with the days, at the same hour of the day.",
        moved,
    )
    return [told % {"count": moved}]


class SittingInline(WorkbenchInline):
    """The sittings; who was present is recorded on the page of each."""

    model = Sitting
    form = forms.SittingForm
    template = "admin/edit_inline/stacked.html"
    fields = ("number", ("begins_at", "ends_at"), ("title_en", "title_fr", "title_ar"))
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sitting]:
        """With the meeting, on whose clock they are typed."""
        return super().get_queryset(request).select_related("meeting")


@admin.register(Sitting)
class SittingAdmin(WorkbenchAdmin):
    """A sitting: reached from its meeting, where it is named."""

    list_display = ("meeting", "number", "title", "begins_at")
    list_select_related = ("meeting",)
    steps = {
        "record_presence": Step(
            services.record_sitting_presence,
            form=forms.SittingPresenceForm,
            allowed=permissions.can_record_sitting,
            label=_("Record who was present"),
        )
    }

    def has_module_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- Django's signature
        """Not on the index."""
        return False
