"""Reviews of plans in the workbench, and the trends of migration that activities refer to."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from actionplan import models, permissions
from actionplan.admin.items import TITLES
from actionplan.services import evaluations
from actionplan.workflow import EVALUATION
from foundation.admin import WorkbenchAdmin
from foundation.rows import WorkbenchInline
from foundation.steps import Step


class EvaluationPointInline(WorkbenchInline):
    """Findings, recommendations with the response of the process, lessons."""

    model = models.EvaluationPoint
    template = "admin/workbench/entries.html"
    fields = (
        ("kind", "number", "activity"),
        ("text_en", "text_fr", "text_ar"),
        ("response_en", "response_fr", "response_ar"),
    )


@admin.register(models.Evaluation)
class EvaluationAdmin(WorkbenchAdmin):
    """Reviews of plans."""

    workflow = EVALUATION
    list_display = ("plan", "kind", "state", "conducted_by", "concluded_on")
    list_select_related = ("plan",)
    list_filter = ("state", "kind")
    inlines = (EvaluationPointInline,)
    save_service = staticmethod(evaluations.save_evaluation)
    may_add = staticmethod(permissions.can_add_to_plan)
    may_change = staticmethod(permissions.can_edit_evaluation)
    steps = {
        "publish": Step(evaluations.publish_evaluation, confirm=_("Everybody who sees the plan will see this review."))
    }


@admin.register(models.ContextNote)
class ContextNoteAdmin(WorkbenchAdmin):
    """Migration trends that activities refer to."""

    list_display = ("title", "source", "noted_on")
    search_fields = (*TITLES, "source")
    save_service = staticmethod(evaluations.save_context_note)
    may_add = staticmethod(permissions.can_keep_context)
    may_change = staticmethod(permissions.can_keep_context)
