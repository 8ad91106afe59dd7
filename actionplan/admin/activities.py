"""Activities in the workbench, with what hangs on each."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from actionplan import models, permissions
from actionplan.admin.items import TITLES, ItemAdmin
from actionplan.forms.activities import ActivityForm, RescheduleForm, SupersedeActivityForm
from actionplan.services import activities
from actionplan.workflow import ACTIVITY
from foundation.actors import actor_on
from foundation.filters import FilledIn, called
from foundation.rows import WorkbenchInline
from foundation.steps import Step
from foundation.wording import with_comma
from meetings.enums import Part
from meetings.models import Paragraph


class MilestoneInline(WorkbenchInline):
    """The dated steps of an activity; whether one is reached is said on its own page."""

    model = models.Milestone
    fields = (*TITLES, "due_on", "state", "reached_on")
    readonly_fields = ("state", "reached_on")
    show_change_link = True


class IndicatorInline(WorkbenchInline):
    """What is measured; targets and values stand on the indicator's own page."""

    model = models.Indicator
    fields = ("name_en", "name_fr", "name_ar", "level", "direction", "is_qualitative")
    show_change_link = True


class FundingInline(WorkbenchInline):
    """The money of an activity."""

    model = models.Funding
    fields = ("source", "party", "amount", "currency")
    can_delete = True


class FrameworkLinkInline(WorkbenchInline):
    """The goals of other frameworks that an activity serves."""

    model = models.FrameworkLink
    fields = ("goal",)
    can_delete = True


@admin.register(models.Activity)
class ActivityAdmin(ItemAdmin):
    """Activities with milestones, indicators, funding and framework links."""

    form = ActivityForm
    workflow = ACTIVITY
    list_display = ("code", "title", "objective", "state", "lead", "domain_numbers", "begins_on", "ends_on")
    list_select_related = ("objective", "lead")
    list_filter = (
        "state",
        "objective__plan",
        "domains",
        "presidency",
        ("superseded_by", called(_("superseded"), FilledIn)),
    )
    search_fields = ("code", *TITLES)
    filter_horizontal = ("domains", "paragraphs", "context_notes", "supporting")
    readonly_fields = ("superseded_by",)
    inlines = (MilestoneInline, IndicatorInline, FundingInline, FrameworkLinkInline)
    save_service = staticmethod(activities.save_activity)
    may_add = staticmethod(permissions.can_add_to_plan)
    may_change = staticmethod(permissions.can_edit_item)
    steps = {
        "begin": Step(activities.begin_activity),
        "complete": Step(activities.complete_activity),
        "reschedule": Step(activities.reschedule_activity, form=RescheduleForm),
        "carry_over": Step(activities.carry_over_activity),
        "cancel": Step(
            activities.cancel_activity, confirm=_("The activity stays in the plan and is shown as cancelled.")
        ),
        "resume": Step(activities.resume_activity),
        "supersede": Step(
            activities.supersede_activity,
            form=SupersedeActivityForm,
            allowed=permissions.can_edit_item,
            label=_("Supersede"),
            done=_("The activity was superseded."),
        ),
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Activity]:
        """With the domains, which the list names."""
        return super().get_queryset(request).prefetch_related("domains")

    @admin.display(description=_("JVAP domains"))
    def domain_numbers(self, activity: models.Activity) -> str:
        """The numbers of its domains."""
        return with_comma(*(domain.number for domain in activity.domains.all()))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Activities serve operative paragraphs."""
        if db_field.name == "paragraphs":
            offered = Paragraph.objects.visible_to(actor_on(request)).filter(part=Part.OPERATIVE)
            kwargs["queryset"] = offered
        return super().formfield_for_manytomany(db_field, request, **kwargs)
