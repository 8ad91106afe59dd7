"""Terms of the chair, their holders, and the seats of the Steering Committee (domain note, section 4)."""

from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.base import Identified, Versioned
from foundation.constraints import say
from foundation.kept import kept
from foundation.ledger.history import tracked
from foundation.localized import Localized
from foundation.wording import labelled
from parties.enums import Basis, HolderRole, Precision, TermState
from parties.models.participants import Body, DateRange, Party

if TYPE_CHECKING:
    from foundation.actors import Actor


class PresidencyQuerySet(models.QuerySet["Presidency"]):
    """Terms are public."""

    def visible_to(self, actor: "Actor") -> "PresidencyQuerySet":  # noqa: ARG002 -- every queryset of the house answers it
        """Everybody sees every term."""
        return self

    def in_chair(self) -> "PresidencyQuerySet":
        """The term that holds the chair now: one at most."""
        return self.filter(state=TermState.IN_CHAIR)


@kept(once=("took_over_at", "handed_over_at"), stepped=("took_over_at", "handed_over_at"))
@tracked
class Presidency(Identified, Versioned):
    """One term of the chair. It takes over, and ends, in the transaction that records a handover at a meeting."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = Localized(_("name"), max_length=120)
    state = models.CharField(_("state"), max_length=16, choices=TermState.choices, default=TermState.DESIGNATED)
    begins_on = models.DateField(_("from"), null=True, blank=True)
    begins_precision = models.CharField(
        _("precision of the beginning"), max_length=8, choices=Precision.choices, default=Precision.DAY
    )
    begins_basis = models.CharField(
        _("how the beginning is known"), max_length=16, choices=Basis.choices, default=Basis.STATED
    )
    ends_on = models.DateField(_("until (not included)"), null=True, blank=True)
    ends_precision = models.CharField(
        _("precision of the end"), max_length=8, choices=Precision.choices, default=Precision.DAY
    )
    took_over_at = models.DateTimeField(_("took the chair at"), null=True, blank=True, editable=False)
    handed_over_at = models.DateTimeField(_("passed the chair on at"), null=True, blank=True, editable=False)
    finishing_until = models.DateField(_("may finish its papers until"), null=True, blank=True)
    source = models.TextField(_("source"), blank=True)
    parties = models.ManyToManyField(
        Party, verbose_name=_("participants"), through="PresidencyHolder", related_name="presidencies"
    )

    objects = PresidencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("Presidency")
        verbose_name_plural = _("Presidencies")
        ordering = (F("begins_on").asc(nulls_last=True), "id")
        constraints = [
            ExclusionConstraint(
                name=say(
                    "presidencies_do_not_overlap",
                    _("Two terms of the chair never overlap: end the earlier term on or before this day."),
                    field="begins_on",
                ),
                expressions=[(DateRange("begins_on", "ends_on"), RangeOperators.OVERLAPS)],
                condition=Q(begins_on__isnull=False) & ~Q(state=TermState.DESIGNATED),
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=TermState.IN_CHAIR),
                name=say(
                    "one_presidency_in_the_chair", _("Another Presidency is in the chair: record the handover instead.")
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(begins_on=None) | Q(ends_on__gt=F("begins_on")),
                name=say("term_ends_after_it_begins", _("The end must lie after the beginning."), field="ends_on"),
            ),
            models.CheckConstraint(
                condition=Q(state=TermState.DESIGNATED) | Q(begins_on__isnull=False),
                name=say(
                    "term_in_chair_has_a_beginning", _("A term that has begun needs its first day."), field="begins_on"
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


NOT_BEGUN = """EXISTS (
                SELECT FROM parties_presidency t WHERE t.id = OLD."presidency_id" AND t."state" = 'designated'
            )"""
"""SQL about a holder of a term that has not taken the chair."""


@kept(fixed=("presidency",), settled=("party", "role"), while_=NOT_BEGUN, removable=NOT_BEGUN)
@tracked
class PresidencyHolder(Identified):
    """A participant that holds a term, alone, together with another, or ad interim on a recorded decision."""

    presidency = models.ForeignKey(Presidency, models.CASCADE, related_name="holders")
    party = models.ForeignKey(Party, models.PROTECT, verbose_name=_("participant"), related_name="held_terms")
    role = models.CharField(_("role"), max_length=16, choices=HolderRole.choices, default=HolderRole.HOLDER)
    basis = models.TextField(_("decision or source"), blank=True)

    class Meta:
        verbose_name = _("holder of the Presidency")
        verbose_name_plural = _("holders of the Presidency")
        ordering = ("presidency", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["presidency", "party"],
                name=say(
                    "participant_holds_a_term_once", _("This participant holds this term already."), field="party"
                ),
            ),
            models.CheckConstraint(
                condition=~Q(role=HolderRole.AD_INTERIM) | ~Q(basis=""),
                name=say(
                    "ad_interim_names_its_decision",
                    _("Whoever holds the chair ad interim does so on a recorded decision: name it."),
                    field="basis",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} ({self.get_role_display()})"


@kept()
@tracked
class CommitteeSeat(Identified, Versioned):
    """A dated seat in a committee, with the participant that stands in for its holder."""

    body = models.ForeignKey(Body, models.PROTECT, verbose_name=_("body"), related_name="seats")
    party = models.ForeignKey(Party, models.PROTECT, verbose_name=_("participant"), related_name="seats")
    stand_in = models.ForeignKey(
        Party, models.PROTECT, verbose_name=_("stand-in"), related_name="seats_stood_in", null=True, blank=True
    )
    begins_on = models.DateField(_("from"), null=True, blank=True)
    begins_precision = models.CharField(
        _("precision of the beginning"), max_length=8, choices=Precision.choices, default=Precision.YEAR
    )
    ends_on = models.DateField(_("until (not included)"), null=True, blank=True)
    basis = models.TextField(_("decision or source"))

    class Meta:
        verbose_name = _("committee seat")
        verbose_name_plural = _("committee seats")
        ordering = ("body", "party", F("begins_on").asc(nulls_first=True), "id")
        constraints = [
            ExclusionConstraint(
                name=say(
                    "seats_do_not_overlap",
                    _("This participant already has a seat in that period. End the earlier one first."),
                    field="begins_on",
                ),
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("party", RangeOperators.EQUAL),
                    (DateRange("begins_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(begins_on=None) | Q(ends_on__gt=F("begins_on")),
                name=say("seat_ends_after_it_begins", _("The end must lie after the beginning."), field="ends_on"),
            ),
            models.CheckConstraint(
                condition=Q(stand_in=None) | ~Q(stand_in=F("party")),
                name=say(
                    "nobody_stands_in_for_themselves",
                    _("Another participant stands in for this one."),
                    field="stand_in",
                ),
            ),
        ]

    def __str__(self) -> str:
        return labelled(self.body, self.party)
