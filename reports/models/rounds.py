"""Reporting rounds, and who is asked: n of N is frozen when the round opens."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplan.models import Plan
from foundation.base import Identified, Versioned
from foundation.constraints import say
from foundation.kept import kept
from foundation.ledger.history import tracked
from foundation.localized import Localized
from foundation.staff_only import StaffOnlyQuerySet
from foundation.zones import check_time_zone
from meetings.models import Meeting
from parties.models import Party
from reports.enums import RoundState
from reports.models.limits import within_rounds
from reports.models.templates import Template

if TYPE_CHECKING:
    from foundation.actors import Actor


class RoundQuerySet(models.QuerySet["Round"]):
    """Rounds in preparation are the workbench's; opened rounds are public facts."""

    def visible_to(self, actor: "Actor") -> "RoundQuerySet":
        """Staff see rounds in preparation too; a key none but those it is limited to."""
        rows = self.filter(within_rounds(actor, "pk"))
        return rows if actor.reads_as_staff else rows.exclude(state=RoundState.PREPARING)


@kept(
    once=("opened_at",),
    stepped=("opened_at",),
    settled=("code", "plan", "period_begins_on", "period_ends_on"),
    while_="OLD.\"state\" = 'preparing'",
)
@tracked
class Round(Identified, Versioned):
    """A reporting round on a plan. `due_at` (UTC) was set in `due_zone`, and keeps that zone's wording.

    The mandate sets neither intervals nor deadlines: they are data (domain note, section 1). So periods of one plan may
    overlap, as when several years are reviewed beside the yearly round; whoever opens the second is told.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="+", related_query_name="round")
    title = Localized(_("title"), max_length=200)
    state = models.CharField(_("state"), max_length=16, choices=RoundState.choices, default=RoundState.PREPARING)
    period_begins_on = models.DateField(_("period from"))
    period_ends_on = models.DateField(_("period until"))
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True, editable=False)
    due_at = models.DateTimeField(_("due"))
    due_zone = models.CharField(
        _("time zone of the due moment"), max_length=64, default="UTC", validators=[check_time_zone]
    )
    cutoff_at = models.DateTimeField(_("consolidation cut-off"))
    state_template = models.ForeignKey(
        Template, models.PROTECT, verbose_name=_("template for States"), related_name="rounds_for_states"
    )
    organisation_template = models.ForeignKey(
        Template, models.PROTECT, verbose_name=_("template for organisations"), related_name="rounds_for_organisations"
    )
    som = models.ForeignKey(
        Meeting,
        models.PROTECT,
        verbose_name=_("Senior Officials' Meeting"),
        related_name="+",
        related_query_name="round_to_endorse",
        null=True,
        blank=True,
    )
    ministerial = models.ForeignKey(
        Meeting,
        models.PROTECT,
        verbose_name=_("ministerial meeting"),
        related_name="+",
        related_query_name="round_to_review",
        null=True,
        blank=True,
    )
    previous = models.OneToOneField(
        "self", models.PROTECT, verbose_name=_("previous round"), null=True, blank=True, related_name="next"
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting round")
        verbose_name_plural = _("reporting rounds")
        ordering = ("-period_begins_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(period_ends_on__gte=F("period_begins_on")),
                name=say(
                    "period_ends_after_it_begins",
                    _("The period must not end before it begins."),
                    field="period_ends_on",
                ),
            ),
            models.CheckConstraint(
                condition=Q(cutoff_at__gte=F("due_at")),
                name=say(
                    "cutoff_not_before_due", _("The cut-off must not lie before the due moment."), field="cutoff_at"
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class AddresseeQuerySet(StaffOnlyQuerySet["Addressee"]):
    """Who is asked, with extensions and notes: no door compares participants."""

    def counted(self) -> "AddresseeQuerySet":
        """Those that make up N."""
        return self.filter(counts_in_n=True)


# Kept by hand-written SQL (migration snapshot_is_frozen): no session can switch it off.
ADDRESSEES_ARE_FIXED = _("Who is asked was fixed when the round opened.")
say("addressees_are_fixed", ADDRESSEES_ARE_FIXED)


@tracked
class Addressee(Identified):
    """A participant asked in a round; N is frozen at opening, States and organisations count apart."""

    round = models.ForeignKey(Round, models.CASCADE, verbose_name=_("round"), related_name="addressees")
    party = models.ForeignKey(
        Party, models.PROTECT, verbose_name=_("participant"), related_name="+", related_query_name="addressed"
    )
    is_reminded = models.BooleanField(_("reminded"), default=True)
    counts_in_n = models.BooleanField(_("counted in n of N"), default=True)
    extension_until = models.DateTimeField(_("extension agreed until"), null=True, blank=True)
    paused_until = models.DateField(_("reminders wait until"), null=True, blank=True)
    note = models.TextField(_("last contact and next step"), blank=True)

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        ordering = ("round", "party__sort_en", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "party"],
                name=say("participant_is_asked_once", _("This participant is asked already."), field="party"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.party} – {self.round}"
