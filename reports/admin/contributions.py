"""Received contributions in the workbench: what was submitted is read, asked about and cleared, never edited.

Answers and drafts are not registered: staff read snapshots.
"""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.actors import actor_on
from foundation.admin import WorkbenchAdmin
from foundation.clocks import own_zone
from foundation.exports.files import attachment as as_attachment
from foundation.marked import isolate, said
from foundation.rows import WorkbenchInline
from foundation.steps import Step
from reports.forms.contributions import AskAgainForm, AskForm, ReasonForm
from reports.models import Attachment, Contribution, Query
from reports.permissions.queries import can_ask_again
from reports.selectors.contributions import latest_snapshot, terms_of
from reports.selectors.joint import together_with
from reports.selectors.letters import letter_of
from reports.selectors.snapshots import read_sections
from reports.selectors.versions import read_version, versions_of
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
            "clock": own_zone(),
            "snapshot": snapshot,
            "together_with": together_with(contribution),
            "sections": sections,
            "read": letter_of(contribution),
            "versions": versions_of(contribution),
            "attachments": files.select_related("section", "activity").without_content(),
        }
        return render_to_string("admin/reports/contribution/words.html", context)

    def get_urls(self) -> list[URLPattern]:
        """The stock addresses, that of a submitted file and that of a version."""
        file, version = self.admin_site.admin_view(self.file_view), self.admin_site.admin_view(self.version_view)
        return [
            path("<int:object_id>/files/<uuid:attachment>/", file, name="reports_contribution_file"),
            path("<int:object_id>/versions/<int:number>/", version, name="reports_contribution_version"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def version_view(self, request: HttpRequest, object_id: int, number: int) -> HttpResponse:
        """One version as it was submitted, and what changed from the one before."""
        contribution = get_object_or_404(self.get_queryset(request), pk=object_id)
        read = read_version(contribution, number)
        if read is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("Submission %(number)s") % {"number": number},
            "opts": self.opts,
            "original": contribution,
            "version": read,
        }
        return TemplateResponse(request, "admin/reports/contribution/version.html", context)

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
    fields = ("contribution", "about", "state", "earlier", "asked", "asked_at", "reply", "replied_at")
    readonly_fields = fields
    steps = {
        "settle": Step(queries.settle),
        "ask_again": Step(queries.ask_again, AskAgainForm, allowed=can_ask_again, label=_("Ask again")),
    }

    def get_fields(self, request: HttpRequest, obj: Query | None = None) -> list[Any]:
        """Only what there is to say: a question about all answers names none, and a first one has nothing before it."""
        nothing = set() if obj is None else {name for name in ("about", "earlier") if not getattr(self, name)(obj)}
        return [name for name in super().get_fields(request, obj) if name not in nothing]

    @admin.display(description=_("about the answer to"))
    def about(self, query: Query) -> SafeString:
        """Which answer is asked about; empty for a question about all of them."""
        activity = query.activity and format_html("{} {}", isolate(query.activity.code), said(query.activity, "title"))
        return format_html_join(" · ", "{}", [(one,) for one in (query.question, activity) if one])

    @admin.display(description=_("asked and replied before"))
    def earlier(self, query: Query) -> SafeString:
        """The turns of the thread that are over."""
        turns = query.turns.all()
        context = {"turns": turns, "contribution": query.contribution}
        return render_to_string("reports/turns.html", context) if turns else SafeString()

    def has_module_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- Django's signature
        """Not on the index."""
        return False
