"""What two meetings did with a report: endorsement, transmission, review by ministers (paragraph 17)."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.models import Revision
from foundation.base import Identified
from foundation.closed import closed_once
from foundation.constraints import say
from foundation.kept import kept
from foundation.ledger.history import tracked
from foundation.localized import LANGUAGE_NAMES, Localized
from foundation.wording import apart, labelled
from meetings.enums import StatementKind
from meetings.models import Decision, Meeting, SilenceProcedure, Verb
from parties.models import Party
from reports.models.consolidated import ConsolidatedReport, OfReportQuerySet, ReportParagraph

if TYPE_CHECKING:
    from foundation.actors import Actor

# Kept by hand-written SQL (migration freeze_what_was_recorded): no session can switch it off.
ALREADY = _("What this meeting did with the report is recorded already.")
RECORD_IS_KEPT = say(
    "record_of_a_meeting_is_kept", _("What a meeting did is recorded once and never changed or removed.")
)

CONCLUDED = "EXISTS (SELECT FROM meetings_meeting m WHERE m.id = meeting_id AND m.state = 'concluded')"
"""SQL about what a meeting did, once its record is concluded."""


class OfEndorsementQuerySet(models.QuerySet[models.Model]):
    """Rows seen with the decision of the endorsement they belong to: they are part of the same record."""

    def visible_to(self, actor: "Actor") -> "OfEndorsementQuerySet":
        """Those of the reports and of the decisions the actor may see."""
        return self.filter(
            endorsement__report__in=ConsolidatedReport.objects.visible_to(actor),
            endorsement__decision__in=Decision.objects.visible_to(actor),
        )


class Recorded(Identified):
    """An act of a meeting, recorded by an officer: nobody endorses or reviews by pressing a button."""

    report = models.ForeignKey(ConsolidatedReport, models.PROTECT, verbose_name=_("report"), related_name="%(class)ss")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="+", related_query_name="%(class)s"
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, verbose_name=_("decision"), related_name="+", related_query_name="%(class)s"
    )
    verb = models.ForeignKey(Verb, models.PROTECT, verbose_name=_("action taken"), related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))
    on_instruction = models.BooleanField(_("recorded by the Secretariat on the Chair's instruction"), default=False)
    revision = models.ForeignKey(Revision, models.PROTECT, verbose_name=_("text before the meeting"), related_name="+")

    objects = OfReportQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return labelled(apart(str(self.report)), f"{self.verb} – {self.meeting}")


@closed_once(
    report="state NOT IN ('endorsed', 'endorsed_as_amended', 'endorsed_ad_referendum', 'drafting')",
    meeting="state = 'concluded' AND NEW.\"silence_id\" IS NULL",
)
@tracked
class Endorsement(Recorded):
    """Senior officials endorsed the report, as it was, as amended, ad referendum, or deferred it.

    By a silence procedure: `meeting` and `decision` are those that authorised it, `silence` what the Chair declared.
    """

    silence = models.OneToOneField(
        SilenceProcedure,
        models.PROTECT,
        verbose_name=_("silence procedure"),
        related_name="+",
        related_query_name="endorsement",
        null=True,
        blank=True,
    )

    is_provisional = models.BooleanField(_("ad referendum"), default=False)
    confirm_by = models.DateField(_("to be confirmed by"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        ordering = ("recorded_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "meeting"],
                condition=Q(silence=None),
                name=say("report_endorsed_once_per_meeting", ALREADY),
            ),
            models.CheckConstraint(
                condition=Q(is_provisional=False) | Q(confirm_by__isnull=False),
                name=say("ad_referendum_names_its_day", _("Say by when it must be confirmed."), field="confirm_by"),
            ),
        ]

    @property
    def confirmed_by(self) -> "list[Party]":
        """Those asked who have confirmed, in the order of the confirmations; whoever reads brings them along."""
        return [one.party for one in self.confirmations.all() if one.confirmed_on is not None]


@kept(fixed=("endorsement", "party"), once=("confirmed_on", "letter_number"))
@closed_once(endorsement=CONCLUDED)
@tracked
class Confirmation(Identified):
    """Who must confirm an endorsement ad referendum, and when it did."""

    endorsement = models.ForeignKey(Endorsement, models.CASCADE, related_name="confirmations")
    party = models.ForeignKey(Party, models.PROTECT, verbose_name=_("participant"), related_name="+")
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    letter_number = models.CharField(_("number of the letter"), max_length=80, blank=True)

    objects = OfEndorsementQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ("endorsement", "party__sort_en", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["endorsement", "party"],
                name=say("participant_confirms_once", _("This participant is named already."), field="party"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.party}"


@closed_once(endorsement=CONCLUDED)
@tracked
class Amendment(Identified):
    """What senior officials changed, against its paragraph; the amended revision is issued afterwards."""

    endorsement = models.ForeignKey(Endorsement, models.CASCADE, related_name="amendments")
    paragraph = models.ForeignKey(
        ReportParagraph, models.PROTECT, verbose_name=_("paragraph"), related_name="amendments"
    )
    before = Localized(_("text before"), required=False)
    after = Localized(_("amended text"))

    objects = OfEndorsementQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ("endorsement", "paragraph__number", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["endorsement", "paragraph"],
                name=say("paragraph_amended_once", _("This paragraph is amended already."), field="paragraph"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.paragraph.number}"


@closed_once(endorsement=CONCLUDED)
@tracked
class Reservation(Identified):
    """A reservation, statement or disassociation of one participant on one paragraph; the text is the speaker's."""

    endorsement = models.ForeignKey(Endorsement, models.CASCADE, related_name="reservations")
    party = models.ForeignKey(Party, models.PROTECT, verbose_name=_("participant"), related_name="+")
    paragraph = models.ForeignKey(
        ReportParagraph, models.PROTECT, verbose_name=_("paragraph"), related_name="reservations", null=True, blank=True
    )
    kind = models.CharField(_("kind"), max_length=16, choices=StatementKind.choices, default=StatementKind.RESERVATION)
    language = models.CharField(_("language"), max_length=2, choices=list(LANGUAGE_NAMES.items()))
    text = models.TextField(_("text"))

    objects = OfEndorsementQuerySet.as_manager()

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        ordering = ("endorsement", "party__sort_en", "id")

    def __str__(self) -> str:
        return labelled(self.party, self.get_kind_display())


@closed_once(report="state <> 'transmitted'", meeting="state = 'concluded'")
@tracked
class Transmission(Identified):
    """The endorsed report goes to a ministerial meeting, with the hash of what was endorsed."""

    report = models.OneToOneField(ConsolidatedReport, models.PROTECT, related_name="transmission")
    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name=_("ministerial meeting"), related_name="+")
    revision = models.ForeignKey(Revision, models.PROTECT, verbose_name=_("endorsed text"), related_name="+")
    transmitted_at = models.DateTimeField(_("transmitted at"))

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("transmission")
        verbose_name_plural = _("transmissions")
        ordering = ("transmitted_at", "id")

    def __str__(self) -> str:
        return f"{apart(str(self.report))} → {self.meeting}"


@closed_once(report="state NOT IN ('reviewed', 'taken_note_of', 'transmitted')", meeting="state = 'concluded'")
@tracked
class Review(Recorded):
    """Ministers reviewed the report, took note of it, or deferred it: each shown in the verb they used."""

    class Meta:
        verbose_name = _("ministerial review")
        verbose_name_plural = _("ministerial reviews")
        ordering = ("recorded_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "meeting"],
                name=say("report_reviewed_once_per_meeting", ALREADY),
            )
        ]
