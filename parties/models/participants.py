"""Participants of the Process and how they take part in its bodies, dated (domain note, section 3)."""

import re
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from foundation.base import Identified, Versioned
from foundation.constraints import say
from foundation.kept import kept
from foundation.ledger.history import tracked
from foundation.localized import LANGUAGES, Localized
from foundation.zones import check_time_zone
from parties.enums import ParticipationStatus, PartyKind, Region

if TYPE_CHECKING:
    from foundation.actors import Actor


class DateRange(Func):
    """`daterange(begin, end, '[)')`: the end day is not part of it; an empty end means until further notice."""

    function = "DATERANGE"

    def __init__(self, begin: str, end: str) -> None:
        super().__init__(F(begin), F(end), Value("[)"))


class MomentRange(DateRange):
    """The same of two moments."""

    function = "TSTZRANGE"


class PartyQuerySet(models.QuerySet["Party"]):
    """Participants are public."""

    def visible_to(self, actor: "Actor") -> "PartyQuerySet":  # noqa: ARG002 -- every queryset of the house answers it
        """Everybody sees every participant."""
        return self

    def current(self) -> "PartyQuerySet":
        """Participants that have not been retired."""
        return self.filter(valid_to=None)

    def alphabetical(self, language: str) -> "PartyQuerySet":
        """In the alphabetical order of the language: the only order in which participants stand outside staff pages."""
        return self.order_by(f"sort_{language}", "code")


CODE = re.compile(r"[A-Za-z0-9-]*", re.ASCII)


@kept()
@tracked
class Party(Identified, Versioned):
    """A participating State or a partner organisation. `code` is ISO 3166-1 alpha-2 for States."""

    code = models.CharField(_("code"), max_length=16, unique=True)
    iso3 = models.CharField(_("ISO 3166-1 alpha-3"), max_length=3, blank=True)
    eu_code = models.CharField(_("code used by EU systems"), max_length=2, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=PartyKind.choices)
    region = models.CharField(_("region"), max_length=16, choices=Region.choices)
    region_group = models.CharField(_("regional group"), max_length=40, blank=True)
    name = Localized(_("name"), max_length=120)
    official_name = Localized(_("official name"), max_length=200, required=False)
    sort_en = models.CharField(max_length=1000, editable=False, default="")
    sort_fr = models.CharField(max_length=1000, editable=False, default="")
    sort_ar = models.CharField(max_length=1000, editable=False, default="")
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[check_time_zone], default="UTC")
    time_zones = ArrayField(models.CharField(max_length=64), verbose_name=_("all time zones"), default=list, blank=True)
    weekend_days = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("weekend days"),
        default=list,
        blank=True,
        help_text=_("ISO numbers: 1 is Monday, 7 is Sunday."),
    )
    languages = ArrayField(models.CharField(max_length=2), verbose_name=_("languages"), default=list, blank=True)
    name_source = models.TextField(_("source of the names"), blank=True)
    valid_to = models.DateField(_("participant until"), null=True, blank=True)

    moved_requests = 0
    """How many open requests went over to another time zone when this row was saved; said on the page, not kept."""

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ("sort_en", "code")

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        """What calendars are named by and made of: a code without marks, days there are, one of them at work."""
        wrong: dict[str, Any] = {}
        if not CODE.fullmatch(self.code):
            wrong["code"] = _("Write it in letters without accents, digits and hyphens.")
        if not {*self.weekend_days} < {*range(1, 8)}:
            wrong["weekend_days"] = _("Write numbers from 1 (Monday) to 7 (Sunday), and not all seven.")
        try:
            for zone in self.time_zones:
                check_time_zone(zone)
        except ValidationError as error:
            wrong["time_zones"] = error
        if wrong:
            raise ValidationError(wrong)

    @property
    def corresponds_in(self) -> str:
        """The first of its languages that is one of ours; English where none is."""
        return next((language for language in self.languages if language in LANGUAGES), "en")


@tracked
class Body(Identified):
    """A body of the Process: the Ministerial Conference, the Senior Officials' Meeting, the Steering Committee."""

    code = models.SlugField(_("code"), unique=True)
    name = Localized(_("name"), max_length=120)

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.name)


@kept()
@tracked
class Participation(Identified, Versioned):
    """How one participant takes part in one body, from a day until the day before another, by which decision.

    The five switches are set by the Presidency with a reason.
    """

    party = models.ForeignKey(Party, models.PROTECT, verbose_name=_("participant"), related_name="participations")
    body = models.ForeignKey(Body, models.PROTECT, verbose_name=_("body"), related_name="participations")
    status = models.CharField(_("status"), max_length=24, choices=ParticipationStatus.choices)
    begins_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until (not included)"), null=True, blank=True)
    basis = models.TextField(_("decision or source"))
    is_invited = models.BooleanField(_("invited"), default=True)
    is_asked_to_report = models.BooleanField(_("asked to report"), default=True)
    is_reminded = models.BooleanField(_("reminded"), default=True)
    counts_in_n = models.BooleanField(_("counted in n of N"), default=True)
    counts_in_silence = models.BooleanField(_("counted in silence"), default=True)
    switch_reason = models.TextField(_("reason for the switches"), blank=True)

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ("party", "body", F("begins_on").asc(nulls_first=True), "id")
        constraints = [
            ExclusionConstraint(
                name=say(
                    "participations_do_not_overlap",
                    _("This participant already takes part in this body in that period. End the earlier one first."),
                    field="begins_on",
                ),
                expressions=[
                    ("party", RangeOperators.EQUAL),
                    ("body", RangeOperators.EQUAL),
                    (DateRange("begins_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(begins_on=None) | Q(ends_on__gt=F("begins_on")),
                name=say(
                    "participation_ends_after_it_begins", _("The end must lie after the beginning."), field="ends_on"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} – {self.body}"
