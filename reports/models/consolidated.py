"""The consolidated report: one per round, drafted from complete contributions, its text frozen when it is tabled."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity
from documents.models import Document, Revision
from foundation.authentic import MadeFromAuthentic
from foundation.base import Identified, Versioned
from foundation.closed import closed_once
from foundation.constraints import say
from foundation.kept import kept
from foundation.ledger.history import tracked
from foundation.localized import LANGUAGE_NAMES, Localized
from foundation.staff_only import StaffOnlyQuerySet
from meetings.models import AgendaItem, Decision, SilenceProcedure
from parties.models import Party, Presidency
from reports.enums import ReportState as S
from reports.models.contributions import Snapshot
from reports.models.limits import within_rounds
from reports.models.rounds import Round

if TYPE_CHECKING:
    from foundation.actors import Actor

DRAFTED = (S.DRAFTING, S.CIRCULATED, S.COMMENTS_CLOSED)
"""States in which the text of a report may still change: what others read then is what was circulated."""

NUMBERED_FROM_ONE = _("Paragraphs are numbered from 1.")

# Kept by hand-written SQL (migration freeze_what_was_recorded): no session can switch it off.
TEXT_IS_FIXED = say(
    "report_text_is_fixed", _("The text is fixed since the report was tabled: record an amendment instead.")
)
# And by migration tabled_text_is_of_one_wording.
OF_ONE_WORDING = say(
    "tabled_text_is_of_one_wording",
    _("A report that says different things in different languages is not tabled: mend its texts first."),
)
COUNTS_ARE_FIXED = say(
    "report_counts_are_fixed", _("How many were asked and how many were received was fixed at the cut-off.")
)


class ConsolidatedReportQuerySet(models.QuerySet["ConsolidatedReport"]):
    """Staff see drafts, participants what was circulated, everybody what was published."""

    def visible_to(self, actor: "Actor") -> "ConsolidatedReportQuerySet":
        """By state: drafting for staff, circulated and later for participants, published for all."""
        rows = self.filter(within_rounds(actor))
        if actor.is_system or (actor.worn and actor.hat in {"presidency", "secretariat"}):
            return rows
        if actor.worn:
            return rows.exclude(state=S.DRAFTING, circulated_at=None)
        return rows.filter(state=S.PUBLISHED)


IS_WRITTEN = """OLD."state" IN ('drafting', 'comments_closed')
            OR OLD."state" = 'endorsed_as_amended' AND OLD."endorsed_revision_id" IS NULL"""
"""SQL about a report whose text is not fixed."""


@kept(
    fixed=("term",),
    once=("endorsed_revision", "published_by", "published_at"),
    stepped=(
        *("circulated_revision", "circulated_at", "comments_until"),
        *("tabled_revision", "tabled_at", "published_by", "published_at"),
    ),
    settled=("title_en", "title_fr", "title_ar", "authentic_language", "document", "amended_revision"),
    while_=IS_WRITTEN,
)
@tracked
class ConsolidatedReport(Identified, Versioned, MadeFromAuthentic):
    """The periodic report of paragraph 17: endorsed by senior officials, reviewed by ministers.

    `received_states` of `asked_states` (and the same for organisations) are fixed at the cut-off and never change.
    """

    round = models.OneToOneField(Round, models.PROTECT, verbose_name=_("round"), related_name="report")
    title = Localized(_("title"), max_length=200)
    words = ("title",)
    state = models.CharField(_("state"), max_length=24, choices=S.choices, default=S.DRAFTING)
    authentic_language = models.CharField(
        _("authentic language"), max_length=2, choices=list(LANGUAGE_NAMES.items()), default="en"
    )
    document = models.OneToOneField(
        Document, models.PROTECT, related_name="+", related_query_name="report", null=True, blank=True
    )
    term = models.ForeignKey(Presidency, models.PROTECT, verbose_name=_("Presidency"), related_name="+", null=True)
    circulated_at = models.DateTimeField(_("circulated at"), null=True, blank=True)
    comments_until = models.DateTimeField(_("comments until"), null=True, blank=True)
    circulated_revision = models.ForeignKey(
        Revision, models.PROTECT, verbose_name=_("circulated text"), related_name="+", null=True, blank=True
    )
    tabled_at = models.DateTimeField(_("tabled at"), null=True, blank=True)
    tabled_revision = models.ForeignKey(
        Revision, models.PROTECT, verbose_name=_("tabled text"), related_name="+", null=True, blank=True
    )
    amended_revision = models.ForeignKey(
        Revision, models.PROTECT, verbose_name=_("amended text"), related_name="+", null=True, blank=True
    )
    endorsed_revision = models.ForeignKey(
        Revision, models.PROTECT, verbose_name=_("endorsed text"), related_name="+", null=True, blank=True
    )
    silence = models.ForeignKey(
        SilenceProcedure,
        models.PROTECT,
        verbose_name=_("silence procedure"),
        related_name="+",
        related_query_name="report",
        null=True,
        blank=True,
    )
    asked_states = models.PositiveSmallIntegerField(_("States asked"), default=0)
    received_states = models.PositiveSmallIntegerField(_("received from States"), default=0)
    asked_organisations = models.PositiveSmallIntegerField(_("organisations asked"), default=0)
    received_organisations = models.PositiveSmallIntegerField(_("received from organisations"), default=0)
    received_from = models.ManyToManyField(
        Party, verbose_name=_("received from"), related_name="+", related_query_name="report_received", blank=True
    )
    published_by = models.ForeignKey(
        Decision, models.PROTECT, verbose_name=_("published by decision"), related_name="+", null=True, blank=True
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    objects = ConsolidatedReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("consolidated report")
        verbose_name_plural = _("consolidated reports")
        ordering = ("-round__period_begins_on", "id")

    def __str__(self) -> str:
        return str(self.title)


class OfReportQuerySet(models.QuerySet[models.Model]):
    """Rows seen with their report."""

    def visible_to(self, actor: "Actor") -> "OfReportQuerySet":
        """Those of the reports the actor may see."""
        return self.filter(report__in=ConsolidatedReport.objects.visible_to(actor))


class ReportParagraphQuerySet(models.QuerySet["ReportParagraph"]):
    """Paragraphs in the making are the drafters'; others read what was circulated until the text is fixed."""

    def visible_to(self, actor: "Actor") -> "ReportParagraphQuerySet":
        """Staff see all, everybody else those whose text is fixed, of the reports they may see."""
        rows = self.filter(report__in=ConsolidatedReport.objects.visible_to(actor))
        return rows if actor.reads_as_staff else rows.exclude(report__state__in=DRAFTED)


@tracked
class ReportParagraph(Identified, MadeFromAuthentic):
    """A numbered paragraph of a consolidated report, in three languages, one of them authentic."""

    report = models.ForeignKey(ConsolidatedReport, models.CASCADE, related_name="paragraphs")
    number = models.PositiveSmallIntegerField(_("number"))
    heading = Localized(_("heading"), max_length=200, required=False)
    text = Localized(_("text"))
    words = ("heading", "text")
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        verbose_name=_("activity"),
        related_name="+",
        related_query_name="report_paragraph",
        null=True,
        blank=True,
    )

    objects = ReportParagraphQuerySet.as_manager()

    class Meta:
        verbose_name = _("paragraph of the report")
        verbose_name_plural = _("paragraphs of the report")
        ordering = ("report", "number", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                name=say(
                    "report_paragraph_number_used_once", _("This number is used by another paragraph."), field="number"
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1),
                name=say("report_paragraphs_are_numbered_from_one", NUMBERED_FROM_ONE, field="number"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


@closed_once(report="version > 1")
class ReportSource(Identified):
    """A complete contribution, as submitted, that a consolidated report draws on."""

    report = models.ForeignKey(ConsolidatedReport, models.CASCADE, related_name="sources")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="sources")

    objects = StaffOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("source of the report")
        verbose_name_plural = _("sources of the report")
        ordering = ("report", "snapshot__contribution__party__sort_en", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "snapshot"],
                name=say("contribution_consolidated_once", _("This contribution is in the report already.")),
            )
        ]

    def __str__(self) -> str:
        return str(self.snapshot)


@closed_once(agenda_item="EXISTS (SELECT FROM meetings_meeting m WHERE m.id = meeting_id AND m.state = 'concluded')")
@tracked
@kept(fixed=("agenda_item", "report"))
class Presentation(Identified):
    """An agenda item presents a report."""

    agenda_item = models.OneToOneField(AgendaItem, models.CASCADE, related_name="+", related_query_name="presentation")
    report = models.ForeignKey(ConsolidatedReport, models.PROTECT, related_name="presentations")

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("presentation of a report")
        verbose_name_plural = _("presentations of reports")
        ordering = ("report", "id")

    def __str__(self) -> str:
        return f"{self.agenda_item} – {self.report}"
