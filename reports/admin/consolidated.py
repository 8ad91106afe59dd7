"""The consolidated report in the workbench: its text with what may be quoted beside it, and its steps as buttons."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.actors import actor_on
from foundation.admin import WorkbenchAdmin
from foundation.errors import Sentence
from foundation.localized import language_order
from foundation.rows import WorkbenchInline
from foundation.steps import Step
from reports.admin.before_issuing import (
    before_tabling,
    in_the_way_of_circulating,
    in_the_way_of_tabling,
    of_comments_without_answer,
)
from reports.admin.outcomes import hash_of
from reports.admin.told import (
    RESTS,
    before_circulating,
    before_comments_close,
    before_declaring,
    before_issuing_amended,
)
from reports.enums import ReportState, RoundState
from reports.forms.consolidated import (
    CirculateForm,
    ConfirmationForm,
    CorrectionForm,
    EndorsementForm,
    PublishForm,
    ReviewForm,
    TableForm,
    TransmitForm,
)
from reports.forms.silence import SilenceForm
from reports.forms.wordings import ParagraphForm, ReportForm
from reports.models import ConsolidatedReport, ReportParagraph, Round
from reports.permissions.consolidated import (
    can_issue_addendum,
    can_issue_corrigendum,
    can_open_report,
    can_put_under_silence,
    can_write,
)
from reports.rendition import received_of_asked
from reports.selectors.acts import acts_on
from reports.selectors.comments import compiled_comments
from reports.selectors.passages import quotable_passages
from reports.selectors.wordings import earlier_wordings, reworded
from reports.services import completing, consolidated, endorsement, silence, transmission_and_review
from reports.workflow.consolidated import REPORT

TITLES = ("title_en", "title_fr", "title_ar")
HEADINGS = ("heading_en", "heading_fr", "heading_ar")
TEXTS = ("text_en", "text_fr", "text_ar")
WHAT_FOLLOWS = _(
    "The title and every paragraph must stand in this language before the report is circulated or tabled: it is "
    "the text that is endorsed. It can be changed until the report is circulated."
)

NONE_WAITS = _(
    "No round waits for its report, so none can be chosen. Under Reporting rounds, begin the consolidation of the "
    "round first; then its report is begun here."
)
AS_WRITTEN = _("Record what the meeting did. Its record is kept as you write it here.")
CONFIRMED_ALREADY = _("The Chair has confirmed the amended text: it stays as it is.")
NOT_CONFIRMED = _("The Chair confirms the amended text first.")
NOT_ISSUED = _("The amended text is issued first: the Chair confirms what can be read.")
HELD_UP: dict[str, Callable[[ConsolidatedReport], Sentence | None]] = {
    "issue_amended": lambda report: CONFIRMED_ALREADY if report.endorsed_revision_id else None,
    "confirm_amended": lambda report: (
        CONFIRMED_ALREADY if report.endorsed_revision_id else None if report.amended_revision_id else NOT_ISSUED
    ),
    "transmit": lambda report: None if report.endorsed_revision_id else NOT_CONFIRMED,
}


class ParagraphInline(WorkbenchInline):
    """The paragraphs, written while the report is drafted."""

    model = ReportParagraph
    form = ParagraphForm
    template = "admin/workbench/entries.html"
    extra = 1
    can_delete = True
    fields = ("number", *HEADINGS, *TEXTS, "still_right", "activity")
    ordering = ("number", "id")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Whether a text is still right is asked of those who may write it."""
        return _asked(self.fields, self.has_change_permission(request, obj))


@admin.register(ConsolidatedReport)
class ConsolidatedReportAdmin(WorkbenchAdmin):
    """From the first draft to the publication; what meetings did is recorded by steps."""

    form = ReportForm
    change_form_template = "admin/reports/consolidatedreport/change_form.html"
    list_display = ("title", "round", "state", "received", "endorsed_hash")
    list_select_related = ("round", "endorsed_revision__expression")
    list_filter = ("state",)
    search_fields = TITLES
    inlines = (ParagraphInline,)
    fields = (
        "round",
        *TITLES,
        "still_right",
        "authentic_language",
        "state",
        "received",
        "comments_until",
        "circulated_hash",
        "tabled_hash",
        "amended_hash",
        "endorsed_hash",
        "silence",
        "published_by",
    )
    workflow = REPORT
    save_service = staticmethod(consolidated.save_report)
    may_add = staticmethod(can_open_report)
    may_change = staticmethod(can_write)
    steps = {
        "circulate": Step(
            consolidated.circulate,
            CirculateForm,
            confirm=RESTS,
            warnings=before_circulating,
            obstacles=in_the_way_of_circulating,
        ),
        "close_comments": Step(
            consolidated.close_comments, confirm=before_comments_close, warnings=of_comments_without_answer
        ),
        "table": Step(
            consolidated.table,
            TableForm,
            confirm=before_tabling,
            warnings=of_comments_without_answer,
            obstacles=in_the_way_of_tabling,
        ),
        "record_endorsement": Step(
            endorsement.record_endorsement,
            EndorsementForm,
            confirm=AS_WRITTEN,
            takes="endorse",
            label=_("Record what senior officials did"),
            done=_("What senior officials did was recorded."),
        ),
        "put_under_silence": Step(
            silence.put_under_silence,
            SilenceForm,
            confirm=_("The report is endorsed when the Chair declares that silence was kept, and not before."),
            allowed=can_put_under_silence,
            label=_("Put under a silence procedure"),
            done=_("The report was put under a silence procedure."),
        ),
        "issue_amended": Step(completing.issue_amended_revision, warnings=before_issuing_amended),
        "confirm_amended": Step(
            completing.confirm_amended, confirm=_("The Chair confirms that this is the text the meeting endorsed.")
        ),
        "register_confirmation": Step(completing.confirm_ad_referendum, ConfirmationForm),
        "declare_confirmed": Step(
            completing.declare_confirmed,
            confirm=_("The Chair declares the endorsement confirmed."),
            warnings=before_declaring,
        ),
        "transmit": Step(transmission_and_review.transmit, TransmitForm),
        "record_review": Step(
            transmission_and_review.record_review,
            ReviewForm,
            confirm=AS_WRITTEN,
            takes="review",
            label=_("Record what ministers did"),
            done=_("What ministers did was recorded."),
        ),
        "publish": Step(transmission_and_review.publish, PublishForm, confirm=_("Everybody will read this report.")),
        "corrigendum": Step(
            transmission_and_review.issue_corrigendum,
            CorrectionForm,
            allowed=can_issue_corrigendum,
            label=_("Issue a corrigendum"),
            done=_("The corrigendum was issued."),
        ),
        "addendum": Step(
            transmission_and_review.issue_addendum,
            CorrectionForm,
            allowed=can_issue_addendum,
            label=_("Issue an addendum"),
            done=_("The addendum was issued."),
        ),
    }

    def held_up(self, obj: Any, name: str) -> Sentence | None:
        """A text endorsed as amended is issued, then confirmed by the Chair, then transmitted."""
        return HELD_UP[name](obj) if obj.state == ReportState.ENDORSED_AS_AMENDED and name in HELD_UP else None

    @admin.display(description=_("contributions"))
    def received(self, report: ConsolidatedReport) -> str:
        """How many of how many, as fixed at the cut-off."""
        return received_of_asked(report) if report.pk else "–"

    @admin.display(description=_("circulated text"))
    def circulated_hash(self, report: ConsolidatedReport) -> str:
        return hash_of(report.circulated_revision)

    @admin.display(description=_("tabled text"))
    def tabled_hash(self, report: ConsolidatedReport) -> str:
        return hash_of(report.tabled_revision)

    @admin.display(description=_("amended text"))
    def amended_hash(self, report: ConsolidatedReport) -> str:
        return hash_of(report.amended_revision)

    @admin.display(description=_("endorsed text"))
    def endorsed_hash(self, report: ConsolidatedReport) -> str:
        return hash_of(report.endorsed_revision)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """What is set once: the round, from the circulation on the language, and everything that steps set."""
        typed = {*TITLES, "still_right"}
        typed |= {"round"} if obj is None else set()
        typed |= {"authentic_language"} if obj is None or obj.state == ReportState.DRAFTING else set()
        always = [name for name in self.fields if name not in typed]
        return [*always, *(name for name in super().get_readonly_fields(request, obj) if name not in always)]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Whether a title is still right is asked of those who may write it."""
        return _asked(self.fields, self.has_change_permission(request, obj))

    def told_after(self, request: HttpRequest, saved: Any) -> Iterable[Sentence]:
        """What the save left of an earlier wording; the report's own page has it above its fields."""
        return () if "_continue" in request.POST else earlier_wordings(saved)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        """What follows from the authentic language is said at it."""
        told = {"authentic_language": WHAT_FOLLOWS} if obj is None or obj.state == ReportState.DRAFTING else {}
        return super().get_form(request, obj, change, **{"help_texts": told, **kwargs})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new report is authentic in the language in which it is begun, and of the round that waits, if it is one."""
        waiting = _without_report(request)[:2]
        only = {"round": waiting[0].pk} if len(waiting) == 1 else {}
        return {"authentic_language": language_order()[0], **only, **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A report is begun for a round that is being consolidated and has none yet."""
        if db_field.name == "round":
            waiting = _without_report(request)
            kwargs |= {"queryset": waiting} | ({} if waiting.exists() else {"help_text": NONE_WAITS})
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With what participants said about it, and what may be quoted while the text may be written."""
        report = context.get("original")
        if report is not None:
            context["earlier"], context["reworded"] = list(earlier_wordings(report)), reworded(report)
            context["acts"] = acts_on(report, actor_on(request))
            language = (get_language() or "en")[:2]
            context["comments"] = compiled_comments(report, actor_on(request), language=language)
        if report is not None and can_write(actor_on(request), report):
            context["passages"] = quotable_passages(report)
        return super().render_change_form(request, context, *args, **kwargs)


def _without_report(request: HttpRequest) -> QuerySet[Round]:
    return Round.objects.visible_to(actor_on(request)).filter(state=RoundState.CONSOLIDATING, report=None)


def _asked(fields: Iterable[Any], is_written: bool) -> list[Any]:  # noqa: FBT001 -- reads as the answer it is
    return [name for name in fields if is_written or name != "still_right"]
