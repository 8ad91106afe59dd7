"""How far an activity is, in the workbench: its milestones, and its indicators with targets and values."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from actionplan import models, permissions
from actionplan.forms.activities import IndicatorForm, ReachedForm
from actionplan.services import measures
from actionplan.workflow import MILESTONE
from foundation.admin import WorkbenchAdmin
from foundation.rows import WorkbenchInline
from foundation.steps import Step


class OnActivityAdmin(WorkbenchAdmin):
    """A page reached from its activity, not from the index."""

    def has_module_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- Django's signature
        """Not on the index."""
        return False


@admin.register(models.Milestone)
class MilestoneAdmin(OnActivityAdmin):
    """The steps of a milestone; its texts are changed with its activity."""

    workflow = MILESTONE
    list_display = ("title", "activity", "due_on", "state")
    list_select_related = ("activity",)
    steps = {
        "reach": Step(measures.reach_milestone, form=ReachedForm),
        "drop": Step(measures.drop_milestone),
        "pursue": Step(measures.pursue_milestone),
    }


class TargetInline(WorkbenchInline):
    """What an indicator should show."""

    model = models.IndicatorTarget
    fields = ("on", "value", "text")


class ValueInline(WorkbenchInline):
    """What an indicator showed."""

    model = models.IndicatorValue
    fields = ("on", "value", "text")


def may_change_indicator(actor: Any, indicator: models.Indicator) -> bool:
    """Whoever may change its activity."""
    return permissions.can_edit_item(actor, indicator.activity)


@admin.register(models.Indicator)
class IndicatorAdmin(OnActivityAdmin):
    """An indicator with its targets and values."""

    form = IndicatorForm
    list_display = ("name", "activity", "level")
    list_select_related = ("activity",)
    readonly_fields = ("activity",)
    inlines = (TargetInline, ValueInline)
    save_service = staticmethod(measures.save_indicator)
    may_change = staticmethod(may_change_indicator)
