"""Received contributions in the workbench: what was submitted is read, asked about and cleared, never edited.

Answers and drafts are not registered: staff read snapshots.
"""

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from foundation.admin import Step, WorkbenchAdmin, WorkbenchInline
from reports.forms.contributions import AskForm, ReasonForm
from reports.models import Contribution, Query
from reports.selectors.contributions import latest_snapshot, terms_of
from reports.selectors.snapshots import read_sections
from reports.selectors.words import YES_NO
from reports.services import judging, queries
from reports.workflow import CONTRIBUTION, QUERY


class QueryInline(WorkbenchInline):
    """What was asked and replied."""

    model = Query
    fields = ("asked", "asked_at", "state", "reply", "replied_at")
    readonly_fields = fields
    show_change_link = True
    max_num = 0


@admin.register(Contribution)
class ContributionAdmin(WorkbenchAdmin):
    """A contribution as it was submitted."""

    workflow = CONTRIBUTION
    list_display = ("party", "round", "authority", "state", "submitted_at", "after_due")
    list_select_related = ("party", "round", "authority")
    list_filter = ("round", "state", "is_after_due", "party__kind")
    search_fields = ("party__name_en", "party__name_fr", "party__name_ar", "receipt_number")
    ordering = ("-round__period_begins_on", "party__sort_en", "id")
    fields = (
        "party",
        "authority",
        "round",
        "state",
        "submitted_at",
        "after_due",
        "completed_at",
        "receipt_number",
        "reason",
        "words",
    )
    readonly_fields = fields
    inlines = (QueryInline,)
    steps = {
        "ask": Step(queries.ask, AskForm),
        "complete": Step(judging.mark_complete, confirm=_("The contribution can then be consolidated.")),
        "reopen": Step(judging.reopen_contribution, ReasonForm),
    }

    @admin.display(description=_("received after the date"))
    def after_due(self, contribution: Contribution) -> str:
        """In words: an icon would praise or blame."""
        return str(YES_NO["yes" if contribution.is_after_due else "no"])

    @admin.display(description=_("as submitted"))
    def words(self, contribution: Contribution) -> SafeString:
        """The participant's words, as frozen, with what it allows for each section."""
        snapshot = latest_snapshot(contribution)
        sections = read_sections(snapshot.content["sections"], terms_of(contribution).values()) if snapshot else []
        return render_to_string("admin/reports/contribution/words.html", {"snapshot": snapshot, "sections": sections})


@admin.register(Query)
class QueryAdmin(WorkbenchAdmin):
    """One question with its reply, reached from its contribution."""

    workflow = QUERY
    list_display = ("asked", "contribution", "state", "asked_at")
    list_select_related = ("contribution__party", "contribution__round")
    fields = ("contribution", "question", "activity", "state", "asked", "asked_at", "reply", "replied_at")
    readonly_fields = fields
    steps = {"settle": Step(queries.settle)}

    def has_module_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- Django's signature
        """Not on the index."""
        return False
