"""Silence procedures: who was asked, what was received, what the Chair declared (domain note, section 4)."""

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from documents.models import Document
from foundation.base import Identified, Versioned
from foundation.closed import closed_once
from foundation.constraints import say
from foundation.kept import kept
from foundation.ledger.history import tracked
from foundation.localized import LANGUAGE_NAMES, Localized
from foundation.staff_only import StaffOnlyQuerySet
from foundation.wording import labelled
from foundation.zones import check_time_zone
from meetings.enums import Breaking, Reach, SilenceState
from meetings.models.decisions import Decision
from meetings.models.meetings import Meeting
from parties.models import Party, Presidency

if TYPE_CHECKING:
    from foundation.actors import Actor

LANGUAGE_CHOICES = list(LANGUAGE_NAMES.items())
BY_LETTER = _("Give the number of the letter by which the outcome is declared to all.")


def every_language() -> list[str]:
    """Participants read one of three: silence means nothing before the text is out in each."""
    return list(LANGUAGE_NAMES)


class SilenceProcedureQuerySet(models.QuerySet["SilenceProcedure"]):
    """Staff see what is being prepared, participants what was begun, everybody what was declared concluded."""

    def visible_to(self, actor: "Actor") -> "SilenceProcedureQuerySet":
        """By state."""
        if actor.reads_as_staff:
            return self
        if actor.worn:
            return self.exclude(begins_at=None)
        return self.filter(state=SilenceState.CONCLUDED)


@kept(
    once=("begins_at", "closes_at", "declared_at", "letter_number", "reported_to"),
    stepped=("begins_at", "closes_at", "closes_zone", "declared_at", "letter_number"),
    settled=("title_en", "title_fr", "title_ar", "authorised_by", "document", "required_languages"),
    while_="OLD.\"state\" = 'preparing'",
)
@tracked
class SilenceProcedure(Identified, Versioned):
    """A text put to participants who are taken to agree unless they write: the Chair declares the outcome.

    Moments are UTC; `closes_zone` is the zone in which the end was announced. Nothing is adopted by the clock.
    """

    title = Localized(_("title"), max_length=200)
    state = models.CharField(_("state"), max_length=20, choices=SilenceState.choices, default=SilenceState.PREPARING)
    authorised_by = models.ForeignKey(
        Decision,
        models.PROTECT,
        verbose_name=_("authorised by decision"),
        related_name="silence_procedures",
        help_text=_("The decision of a Senior Officials' Meeting that allows this procedure."),
    )
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        verbose_name=_("text"),
        related_name="+",
        related_query_name="silence_procedure",
        help_text=_("The work that is put to the participants; it must be issued in each language required."),
    )
    required_languages = ArrayField(
        models.CharField(max_length=2, choices=LANGUAGE_CHOICES),
        verbose_name=_("languages required"),
        default=every_language,
        help_text=_("Codes, parted by commas: en, fr, ar."),
    )
    term = models.ForeignKey(Presidency, models.PROTECT, verbose_name=_("Presidency"), related_name="+", null=True)
    begins_at = models.DateTimeField(_("begins"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    closes_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[check_time_zone])
    declared_at = models.DateTimeField(_("declared at"), null=True, blank=True)
    letter_number = models.CharField(_("number of the letter to all"), max_length=80, blank=True)
    reported_to = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("reported to"), related_name="+", null=True, blank=True
    )

    objects = SilenceProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = _("silence procedure")
        verbose_name_plural = _("silence procedures")
        ordering = (F("begins_at").desc(nulls_first=True), "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("begins_at")),
                name=say(
                    "silence_closes_after_it_begins", _("The end must lie after the beginning."), field="closes_at"
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[SilenceState.PREPARING, SilenceState.WITHDRAWN])
                | Q(begins_at__isnull=False, closes_at__isnull=False),
                name=say("running_silence_has_its_window", _("Say until when silence runs."), field="closes_at"),
            ),
            models.CheckConstraint(
                condition=~Q(state=SilenceState.CONCLUDED) | (Q(declared_at__isnull=False) & ~Q(letter_number="")),
                name=say("outcome_is_declared_by_letter", BY_LETTER, field="letter_number"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


@kept(fixed=("procedure", "party"))
@closed_once(procedure="state <> 'preparing'")
@tracked
class SilenceAddressee(Identified):
    """A participant whose silence counts, fixed when the procedure begins; who was not reached is never silent."""

    procedure = models.ForeignKey(SilenceProcedure, models.CASCADE, related_name="addressees")
    party = models.ForeignKey(Party, models.PROTECT, verbose_name=_("participant"), related_name="+")
    reach = models.CharField(_("reached"), max_length=16, choices=Reach.choices, default=Reach.REACHED)

    objects = StaffOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant asked")
        verbose_name_plural = _("participants asked")
        ordering = ("procedure", "party__sort_en", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "party"],
                name=say("asked_once_in_silence", _("This participant is asked already."), field="party"),
            )
        ]

    def __str__(self) -> str:
        return labelled(self.party, self.get_reach_display())


class SilenceBreakQuerySet(models.QuerySet["SilenceBreak"]):
    """Seen by staff, and by the participant that wrote."""

    def visible_to(self, actor: "Actor") -> "SilenceBreakQuerySet":
        """Staff see all, a participant its own."""
        if actor.reads_as_staff:
            return self
        units = [office.unit_id for office in actor.worn if office.authority_id is None]
        return self.filter(party__in=units)


@kept(fixed=("procedure", "party", "kind", "received_at", "letter_number", "language", "text"))
@closed_once(procedure="state NOT IN ('running', 'closed', 'broken')")
@tracked
class SilenceBreak(Identified):
    """An objection or an amendment, by note verbale; either breaks silence. The text is the participant's."""

    procedure = models.ForeignKey(SilenceProcedure, models.PROTECT, related_name="breaks")
    party = models.ForeignKey(
        Party, models.PROTECT, verbose_name=_("participant"), related_name="+", related_query_name="silence_break"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Breaking.choices)
    received_at = models.DateTimeField(_("received at"))
    letter_number = models.CharField(_("number of the note verbale"), max_length=80)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    text = models.TextField(_("text"), blank=True)

    objects = SilenceBreakQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection or amendment")
        verbose_name_plural = _("objections and amendments")
        ordering = ("procedure", "received_at", "id")

    def __str__(self) -> str:
        return labelled(self.party, self.get_kind_display())
