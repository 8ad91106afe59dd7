"""Received contributions in the workbench: what was submitted is read, asked about and cleared, never edited.

Answers and drafts are not registered: staff read snapshots.
"""

from uuid import UUID

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.admin import Step, WorkbenchAdmin, WorkbenchInline, actor_on
from foundation.exports.files import attachment as as_attachment
from reports.forms.contributions import AskForm, ReasonForm
from reports.models import Attachment, Contribution, Query
from reports.selectors.contributions import latest_snapshot, terms_of
from reports.selectors.letters import letter_of
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
        said = snapshot.content["sections"] if snapshot else []
        held = [file["uuid"] for section in said for file in section.get("files", [])]
        files = Attachment.objects.filter(contribution=contribution, revision__isnull=False, uuid__in=held)
        context = {
            "contribution": contribution,
            "snapshot": snapshot,
            "sections": sections,
            "read": letter_of(contribution),
            "attachments": files.select_related("section", "activity").without_content(),
        }
        return render_to_string("admin/reports/contribution/words.html", context)

    def get_urls(self) -> list[URLPattern]:
        """The stock addresses and that of a submitted file."""
        view = self.admin_site.admin_view(self.file_view)
        one = path("<int:object_id>/files/<uuid:attachment>/", view, name="reports_contribution_file")
        return [one, *super().get_urls()]

    @method_decorator(require_safe)
    def file_view(self, request: HttpRequest, object_id: int, attachment: UUID) -> HttpResponse:
        """A submitted file, read under the staff hat."""
        seen = Attachment.objects.visible_to(actor_on(request)).filter(contribution=object_id, revision__isnull=False)
        file = get_object_or_404(seen.select_related("revision"), uuid=attachment)
        content = bytes(file.revision.content) if file.revision else b""
        return as_attachment(content, name=file.file_name, media_type=file.media_type)


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
