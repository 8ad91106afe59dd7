"""What meetings agreed, in the workbench: outcome texts, decisions, and what is to follow from them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.filters import called
from foundation.rows import WorkbenchInline
from foundation.steps import Step
from meetings import permissions, services
from meetings.admin.correcting import Correctable
from meetings.admin.on_record import OnRecordAdmin
from meetings.admin.read_rows import ReadInline
from meetings.enums import TextState
from meetings.forms import meetings as forms
from meetings.models import Decision, FollowUp, Meeting, OutcomeText, Paragraph
from meetings.workflow import FOLLOW_UP, OUTCOME_TEXT

TITLES = ("title_en", "title_fr", "title_ar")


class ParagraphInline(WorkbenchInline):
    """The paragraphs of a text; numbers as printed, short titles ours."""

    model = Paragraph
    template = "admin/workbench/entries.html"
    fields = (
        ("part", "number", "position", "aliases"),
        ("short_title_en", "short_title_fr", "short_title_ar"),
        ("text_en", "text_fr", "text_ar"),
        "source",
    )


@admin.register(OutcomeText)
class OutcomeTextAdmin(Correctable):
    """Declarations, conclusions and Chair's summaries."""

    list_display = ("title", "kind", "state", "meeting", "adopted_on")
    list_filter = ("kind", "state")
    list_select_related = ("meeting",)
    search_fields = ("code", *TITLES)
    readonly_fields = ("adopted_on",)
    inlines = (ParagraphInline,)
    workflow = OUTCOME_TEXT
    save_service = staticmethod(services.save_outcome_text)
    may_add = staticmethod(permissions.can_begin_text)
    may_change = staticmethod(permissions.can_write_text)
    steps = {
        "adopt": Step(services.adopt_outcome_text, form=forms.AdoptForm, confirm=_("From now on this text is public."))
    }

    def is_fixed(self, obj: Any) -> bool:
        """What is still a draft is written freely, also after the conclusion."""
        return obj is not None and obj.state == TextState.ADOPTED and super().is_fixed(obj)


class FollowUpInline(ReadInline):
    """What the decision asks for."""

    model = FollowUp
    fk_name = "decision"
    fields = (*TITLES, "owner", "due_on", "state")


@admin.register(Decision)
class DecisionAdmin(Correctable, OnRecordAdmin):
    """Decisions of all meetings, in the verb each used."""

    list_display = ("number", "meeting", "verb", "decided_on")
    list_filter = ("verb", ("meeting__kind", called(_("kind of meeting"), admin.RelatedFieldListFilter)))
    list_select_related = ("meeting", "verb")
    search_fields = ("number", "text_en", "text_fr", "text_ar")
    filter_horizontal = ("paragraphs",)
    inlines = (FollowUpInline,)
    save_service = staticmethod(services.save_decision)
    may_add = staticmethod(permissions.can_record)
    may_change = staticmethod(permissions.can_decide)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """What was decided stays; its wording in other languages is completed."""
        fixed = ["meeting", "agenda_item", "number", "verb", "decided_on"] if obj is not None else []
        return [*super().get_readonly_fields(request, obj), *fixed]


@admin.register(FollowUp)
class FollowUpAdmin(Correctable):
    """What is to be done, by when."""

    list_display = ("title", "decision", "owner", "due_on", "state")
    list_filter = ("state", ("decision__meeting__kind", called(_("kind of meeting"), admin.RelatedFieldListFilter)))
    list_select_related = ("decision__meeting", "owner")
    search_fields = TITLES
    readonly_fields = ("carried_from", "carried_at", "note")
    workflow = FOLLOW_UP
    save_service = staticmethod(services.save_follow_up)
    may_add = staticmethod(permissions.can_follow_up)
    may_change = staticmethod(permissions.can_follow_up)
    steps = {
        "start": Step(services.start_follow_up),
        "finish": Step(services.finish_follow_up, form=forms.NoteForm),
        "carry_over": Step(services.carry_over_follow_up, form=forms.CarryOverForm),
        "drop": Step(services.drop_follow_up, form=forms.ReasonForm),
    }

    def meeting_of(self, obj: Any) -> Meeting:
        """Whose decision it follows from."""
        meeting: Meeting = obj.decision.meeting
        return meeting

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """It stays with its decision."""
        fixed = ["decision"] if obj is not None else []
        return [*super().get_readonly_fields(request, obj), *fixed]
