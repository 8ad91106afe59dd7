"""Indicators: level, unit, direction, baseline, dated targets and values (domain note, section 2)."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from actionplan.enums import Aggregation, Direction, IndicatorLevel
from actionplan.models.activities import Activity, OfActivityQuerySet
from foundation.base import Identified
from foundation.constraints import say
from foundation.ledger.history import tracked
from foundation.localized import Localized
from foundation.wording import labelled

if TYPE_CHECKING:
    from foundation.actors import Actor


@tracked
class Indicator(Identified):
    """A measure of an activity. Values are in `unit`; the baseline is the value in `baseline_year`."""

    activity = models.ForeignKey(Activity, models.CASCADE, verbose_name=_("activity"), related_name="indicators")
    name = Localized(_("name"), max_length=300)
    level = models.CharField(_("level"), max_length=16, choices=IndicatorLevel.choices)
    is_qualitative = models.BooleanField(_("qualitative"), default=False)
    unit = Localized(_("unit"), max_length=80, required=False)
    direction = models.CharField(_("direction"), max_length=8, choices=Direction.choices, default=Direction.UP)
    baseline = models.DecimalField(_("baseline"), max_digits=16, decimal_places=2, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("year of the baseline"), null=True, blank=True)
    is_cumulative = models.BooleanField(_("cumulative"), default=False)
    aggregation = models.CharField(
        _("aggregation"), max_length=8, choices=Aggregation.choices, default=Aggregation.LATEST
    )
    disaggregation = models.CharField(_("disaggregated by"), max_length=200, blank=True)
    verification = models.CharField(_("source of verification"), max_length=300, blank=True)

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ("activity", "id")

    def __str__(self) -> str:
        return str(self.name)


class IndicatorPoint(Identified):
    """A dated value of an indicator, in its unit."""

    on = models.DateField(_("on"))
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=2, null=True, blank=True)
    text = models.CharField(_("in words"), max_length=500, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return labelled(self.on, self.text or self.value)


class OfIndicatorQuerySet(models.QuerySet[models.Model]):
    """Targets and values are seen with their indicator."""

    def visible_to(self, actor: "Actor") -> "OfIndicatorQuerySet":
        """Those of the indicators the actor may see."""
        return self.filter(indicator__activity__in=Activity.objects.visible_to(actor))


@tracked
class IndicatorTarget(IndicatorPoint):
    """What an indicator should show on a day."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets")

    objects = OfIndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ("indicator", F("on").asc(), "id")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "on"],
                name=say("one_target_per_day", _("There is a target for this day already."), field="on"),
            )
        ]


@tracked
class IndicatorValue(IndicatorPoint):
    """What an indicator showed on a day."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="values_seen")

    objects = OfIndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("value")
        verbose_name_plural = _("values")
        ordering = ("indicator", F("on").asc(), "id")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "on"],
                name=say("one_value_per_day", _("There is a value for this day already."), field="on"),
            )
        ]
