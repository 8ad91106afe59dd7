"""Plans and their objectives in the workbench."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from actionplan import models, permissions
from actionplan.admin.items import TITLES, ItemAdmin
from actionplan.forms.plans import SupersedeObjectiveForm
from actionplan.services import plans
from foundation.admin import WorkbenchAdmin
from foundation.steps import Step


@admin.register(models.Plan)
class PlanAdmin(WorkbenchAdmin):
    """Plans over time."""

    list_display = ("code", "title", "adopted_at", "begins_on", "ends_on", "is_published")
    list_select_related = ("adopted_at",)
    list_filter = ("is_published",)
    search_fields = ("code", *TITLES)
    readonly_fields = ("is_published",)
    save_service = staticmethod(plans.save_plan)
    may_add = staticmethod(permissions.can_add_to_plan)
    may_change = staticmethod(permissions.can_edit_plan)
    steps = {
        "publish": Step(
            plans.publish_plan,
            confirm=_("Everybody will see this plan with all its items."),
            allowed=permissions.can_publish_plan,
            label=_("Publish"),
            done=_("The plan was published."),
        )
    }


@admin.register(models.Objective)
class ObjectiveAdmin(ItemAdmin):
    """Objectives of all plans."""

    list_display = ("code", "title", "plan", "position", "superseded_by")
    list_select_related = ("plan", "superseded_by")
    list_filter = ("plan",)
    search_fields = ("code", *TITLES)
    readonly_fields = ("superseded_by",)
    save_service = staticmethod(plans.save_objective)
    may_add = staticmethod(permissions.can_add_to_plan)
    may_change = staticmethod(permissions.can_edit_item)
    steps = {
        "supersede": Step(
            plans.supersede_objective,
            form=SupersedeObjectiveForm,
            allowed=permissions.can_edit_item,
            label=_("Supersede"),
            done=_("The objective was superseded."),
        )
    }
