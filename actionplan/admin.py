"""The action plan in the workbench: plans, objectives, activities with what hangs on them, programmes."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from actionplan import models, permissions
from actionplan.forms import (
    ActivityForm,
    IndicatorForm,
    NotTakenUpForm,
    ReachedForm,
    RescheduleForm,
    SupersedeActivityForm,
    SupersedeObjectiveForm,
    TakeUpForm,
    UploadForm,
)
from actionplan.selectors.proposals import differences, match_of
from actionplan.services import activities, evaluations, measures, plans, programmes, proposals
from actionplan.workflow import ACTIVITY, EVALUATION, MILESTONE, PROGRAMME, PROPOSAL
from foundation.actors import actor_on
from foundation.admin import WorkbenchAdmin
from foundation.errors import Sentence
from foundation.localized import language_order
from foundation.marked import said_in
from foundation.rows import WorkbenchInline
from foundation.steps import Step
from foundation.yes_and_no import FilledIn
from meetings.enums import Part
from meetings.models import Paragraph

TITLES = ("title_en", "title_fr", "title_ar")


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
        )
    }


class ItemAdmin(WorkbenchAdmin):
    """Items of a plan, which another item may supersede."""

    def held_up(self, obj: Any, name: str) -> Sentence | None:  # noqa: ARG002 -- of every step
        """What was superseded takes none."""
        return _("Another item has superseded this one: it stays as it was.") if obj.superseded_by_id else None


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
        )
    }


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
    list_filter = ("state", "objective__plan", "domains", "presidency", ("superseded_by", FilledIn))
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
        ),
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Activity]:
        """With the domains, which the list names."""
        return super().get_queryset(request).prefetch_related("domains")

    @admin.display(description=_("JVAP domains"))
    def domain_numbers(self, activity: models.Activity) -> str:
        """The numbers of its domains."""
        return ", ".join(str(domain.number) for domain in activity.domains.all())

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Activities serve operative paragraphs."""
        if db_field.name == "paragraphs":
            offered = Paragraph.objects.visible_to(actor_on(request)).filter(part=Part.OPERATIVE)
            kwargs["queryset"] = offered
        return super().formfield_for_manytomany(db_field, request, **kwargs)


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


@admin.register(models.PresidencyProgramme)
class ProgrammeAdmin(WorkbenchAdmin):
    """The programmes of the Presidencies, in time order."""

    workflow = PROGRAMME
    list_display = ("presidency", "state")
    list_select_related = ("presidency",)
    save_service = staticmethod(programmes.save_programme)
    may_add = staticmethod(permissions.can_add_programme)
    may_change = staticmethod(permissions.can_change_programme)
    steps = {
        "consider": Step(programmes.consider_programme),
        "agree": Step(programmes.agree_programme, confirm=_("Everybody will see this programme.")),
        "revise": Step(programmes.revise_programme, confirm=_("The programme becomes a draft again.")),
        "account": Step(programmes.account_for_programme),
    }


class EvaluationPointInline(WorkbenchInline):
    """Findings, recommendations with the response of the process, lessons."""

    model = models.EvaluationPoint
    template = "admin/edit_inline/stacked.html"
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


@admin.register(models.SourceSystem)
class SourceSystemAdmin(WorkbenchAdmin):
    """The systems that hold activities of their own, and who speaks for each."""

    list_display = ("code", "name", "client")
    list_select_related = ("client",)
    search_fields = ("code", "name")
    save_service = staticmethod(proposals.save_source)
    may_add = staticmethod(permissions.can_keep_sources)
    may_change = staticmethod(permissions.can_keep_sources)
    steps = {
        "upload": Step(
            proposals.upload_proposals,
            form=UploadForm,
            allowed=permissions.can_keep_sources,
            label=_("Upload a table"),
        )
    }


@admin.register(models.ActivityProposal)
class ActivityProposalAdmin(WorkbenchAdmin):
    """What partner systems say of activities, beside what the plan says."""

    workflow = PROPOSAL
    list_display = ("external_id", "source", "says", "state", "received_at")
    list_select_related = ("source", "activity")
    list_filter = ("state", "source")
    search_fields = ("external_id",)
    fields = ("source", "external_id", "state", "received_at", "about", "compared", "answered_at", "answer")
    readonly_fields = fields
    steps = {
        "accept": Step(proposals.accept_proposal, form=TakeUpForm),
        "decline": Step(proposals.decline_proposal, form=NotTakenUpForm),
    }

    @admin.display(description=_("title"))
    def says(self, proposal: models.ActivityProposal) -> Sentence:
        """What it calls the activity, in the reader's language if it does."""
        told = proposal.said.get("title", {})
        language = next((code for code in language_order() if told.get(code)), "")
        return said_in(told.get(language, ""), language)

    @admin.display(description=_("activity"))
    def about(self, proposal: models.ActivityProposal) -> Sentence:
        """The activity it is about, or that there is none yet."""
        known = match_of(proposal)
        return _("An activity that is not in the plan yet") if known is None else str(known)

    @admin.display(description=_("what it says"))
    def compared(self, proposal: models.ActivityProposal) -> SafeString:
        """Column by column, beside what the plan says."""
        lines = list(differences(proposal, match_of(proposal)))
        return render_to_string("admin/actionplan/activityproposal/differences.html", {"lines": lines})
