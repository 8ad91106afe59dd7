"""Plans and their objectives. Several plans exist over time; a plan item is superseded, never deleted."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.base import Identified, Versioned
from foundation.constraints import say
from foundation.ledger.history import tracked
from foundation.localized import Localized
from foundation.wording import headed
from meetings.models import Decision, Meeting
from parties.models import Party

if TYPE_CHECKING:
    from foundation.actors import Actor

# Kept by hand-written SQL (migration 0004), for plans, objectives and activities.
NEVER_DELETED = say(
    "plan_items_are_never_deleted", _("What stands in a plan is never deleted: let another item supersede it.")
)


class PlanQuerySet(models.QuerySet["Plan"]):
    """Adopted plans are public, drafts are the workbench's."""

    def visible_to(self, actor: "Actor") -> "PlanQuerySet":
        """Staff see plans that are not published yet."""
        if actor.is_system or (actor.worn and actor.hat in {"presidency", "secretariat"}):
            return self
        return self.filter(is_published=True)

    def newest_first(self) -> "PlanQuerySet":
        """Those whose beginning is not known yet come last."""
        return self.order_by(models.F("begins_on").desc(nulls_last=True), "code")


@tracked
class Plan(Identified, Versioned):
    """A plan, adopted at a meeting."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = Localized(_("title"), max_length=200)
    adopted_at = models.ForeignKey(
        Meeting,
        models.PROTECT,
        verbose_name=_("adopted at"),
        related_name="+",
        related_query_name="plan",
        null=True,
        blank=True,
    )
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        verbose_name=_("decided by"),
        related_name="+",
        related_query_name="plan",
        null=True,
        blank=True,
    )
    begins_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until (not included)"), null=True, blank=True)
    is_illustrative = models.BooleanField(_("illustrative items"), default=False)
    is_published = models.BooleanField(_("published"), default=False)
    source = models.TextField(_("source"), blank=True)
    iati_publisher = models.ForeignKey(
        Party, models.PROTECT, verbose_name=_("publishes it in IATI"), related_name="+", null=True, blank=True
    )
    iati_reference = models.CharField(
        _("its identifier in IATI"),
        max_length=80,
        blank=True,
        default="",
        help_text=_("As registered with IATI, for example XM-DAC-0000. Leave it empty until there is one."),
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ("-begins_on", "id")

    def __str__(self) -> str:
        return str(self.title)


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    """Objectives are seen with their plan."""

    def visible_to(self, actor: "Actor") -> "ObjectiveQuerySet":
        """Those of the plans the actor may see."""
        return self.filter(plan__in=Plan.objects.visible_to(actor))

    def current(self) -> "ObjectiveQuerySet":
        """Those that no other objective has taken the place of."""
        return self.filter(superseded_by=None)


@tracked
class Objective(Identified, Versioned):
    """An objective of a plan."""

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="objectives")
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = Localized(_("title"), max_length=300)
    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("superseded by"), null=True, blank=True, related_name="supersedes"
    )

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ("plan", "position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name=say("objective_code_used_once", _("This plan has an objective of this code."), field="code"),
            ),
            models.CheckConstraint(
                condition=Q(superseded_by=None) | ~Q(superseded_by=F("id")),
                name=say("objective_supersedes_another", _("An objective does not supersede itself."), field="by"),
            ),
        ]

    def __str__(self) -> str:
        return headed(self.code, self.title)
