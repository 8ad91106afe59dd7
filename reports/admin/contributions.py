"""Received contributions in the workbench: what was submitted is read, asked about and cleared, never edited.

Answers and drafts are not registered: staff read snapshots.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.admin import WorkbenchAdmin
from foundation.clocks import own_zone
from foundation.filters import ByState, called
from foundation.marked import isolate, said
from foundation.rows import WorkbenchInline
from foundation.steps import Step
from reports.admin.contribution_pages import ContributionPages, translating
from reports.admin.told import before_settling, of_questions_not_settled
from reports.enums import ContributionState as S
from reports.forms.contributions import AskAgainForm, AskForm, ReasonForm
from reports.models import Attachment, Contribution, Query
from reports.permissions.queries import can_ask_again
from reports.selectors.contributions import latest_snapshot, terms_of
from reports.selectors.joint import together_with
from reports.selectors.letters import letter_of
from reports.selectors.snapshots import read_sections
from reports.selectors.translations import translations_of
from reports.selectors.versions import versions_of
from reports.selectors.words import YES_NO
from reports.services import judging, queries
from reports.workflow import CONTRIBUTION, QUERY

MAY_BE_NONE = ("authority", "reason")
"""What most contributions have not: a line with a dash would seem to ask for it."""


class ReceivedStates(ByState):
    """The states in which staff read a contribution: one that was never submitted is its participant's alone."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """As Django's, without those that have no answer here."""
        return (choice for state, choice in self.states(changelist) if state not in {S.NOT_STARTED, S.DRAFT})


class QueryInline(WorkbenchInline):
    """What was asked and replied."""

    model = Query
    fields = ("asked", "asked_at", "state", "reply", "replied_at")
    readonly_fields = fields
    show_change_link = True
    max_num = 0


@admin.register(Contribution)
class ContributionAdmin(ContributionPages):
    """A contribution as it was submitted."""

    workflow = CONTRIBUTION
    list_display = ("party", "round", "authority", "state", "submitted_at", "after_due")
    list_select_related = ("party", "round", "authority")
    list_filter = (
        "round",
        ("state", ReceivedStates),
        "is_after_due",
        ("party__kind", called(_("kind of participant"))),
    )
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
        "complete": Step(
            judging.mark_complete,
            confirm=_("The contribution can then be consolidated."),
            warnings=of_questions_not_settled,
        ),
        "reopen": Step(judging.reopen_contribution, ReasonForm),
    }

    def get_fields(self, request: HttpRequest, obj: Contribution | None = None) -> list[Any]:
        """Only what there is to say."""
        nothing = {name for name in MAY_BE_NONE if obj is not None and not getattr(obj, name)}
        return [name for name in super().get_fields(request, obj) if name not in nothing]

    @admin.display(description=_("received after the date"))
    def after_due(self, contribution: Contribution) -> str:
        """In words: an icon would praise or blame."""
        return str(YES_NO["yes" if contribution.is_after_due else "no"])

    @admin.display(description=_("as submitted"))
    def words(self, contribution: Contribution) -> SafeString:
        """The participant's words, as frozen, with what it allows for each section."""
        actor: Actor = contribution.reader  # type: ignore[attr-defined]  # -- set by get_object
        snapshot = latest_snapshot(contribution)
        said = snapshot.content["sections"] if snapshot else []
        held = [file["uuid"] for section in said for file in section.get("files", [])]
        files = Attachment.objects.filter(contribution=contribution, revision__isnull=False, uuid__in=held)
        context = {
            "contribution": contribution,
            "clock": own_zone(),
            "snapshot": snapshot,
            "together_with": together_with(contribution),
            "sections": read_sections(said, terms_of(contribution).values(), translations_of(contribution, actor)),
            "translating": translating(contribution, snapshot.number, actor) if snapshot else None,
            "read": letter_of(contribution),
            "versions": versions_of(contribution),
            "attachments": files.select_related("section", "activity").without_content(),
        }
        return render_to_string("admin/reports/contribution/words.html", context)


@admin.register(Query)
class QueryAdmin(WorkbenchAdmin):
    """One question with its reply, reached from its contribution."""

    workflow = QUERY
    list_display = ("asked", "contribution", "state", "asked_at")
    list_select_related = ("contribution__party", "contribution__round")
    list_filter = ("state", "contribution__round")
    fields = ("contribution", "about", "state", "earlier", "asked", "asked_at", "reply", "replied_at")
    readonly_fields = fields
    steps = {
        "settle": Step(queries.settle, warnings=before_settling),
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
