"""Evaluations of a plan: a mid-term or final review, what it found, and the response of the process (section 5)."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplan.enums import EvaluationKind, EvaluationState, PointKind
from actionplan.models.activities import Activity
from actionplan.models.plans import Plan
from foundation.base import Identified, Versioned
from foundation.constraints import say
from foundation.ledger.history import tracked
from foundation.localized import Localized
from foundation.wording import labelled

if TYPE_CHECKING:
    from foundation.actors import Actor


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    """Evaluations that were published are seen with their plan; drafts are the workbench's."""

    def visible_to(self, actor: "Actor") -> "EvaluationQuerySet":
        """Staff see drafts too."""
        if actor.reads_as_staff:
            return self
        return self.filter(state=EvaluationState.PUBLISHED, plan__in=Plan.objects.visible_to(actor))


@tracked
class Evaluation(Identified, Versioned):
    """A review of a plan as a whole: of what was done, never of who did it."""

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="evaluations")
    kind = models.CharField(_("kind"), max_length=16, choices=EvaluationKind.choices)
    state = models.CharField(_("state"), max_length=16, choices=EvaluationState.choices, default=EvaluationState.DRAFT)
    conducted_by = Localized(_("conducted by"), max_length=200)
    concluded_on = models.DateField(_("concluded on"), null=True, blank=True)
    summary = Localized(_("summary"), required=False)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ("plan", "concluded_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=EvaluationState.DRAFT) | Q(concluded_on__isnull=False),
                name=say(
                    "published_evaluation_has_its_day", _("Say on which day it was concluded."), field="concluded_on"
                ),
            )
        ]

    def __str__(self) -> str:
        return labelled(self.plan, self.get_kind_display())


class OfEvaluationQuerySet(models.QuerySet[models.Model]):
    """Rows seen with their evaluation."""

    def visible_to(self, actor: "Actor") -> "OfEvaluationQuerySet":
        """Those of the evaluations the actor may see."""
        return self.filter(evaluation__in=Evaluation.objects.visible_to(actor))


@tracked
class EvaluationPoint(Identified):
    """A finding, a recommendation with the response of the process, or a lesson."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, verbose_name=_("evaluation"), related_name="points")
    kind = models.CharField(_("kind"), max_length=16, choices=PointKind.choices)
    number = models.PositiveSmallIntegerField(_("number"))
    text = Localized(_("text"))
    response = Localized(_("response of the process"), required=False)
    activity = models.ForeignKey(
        Activity, models.PROTECT, verbose_name=_("activity"), related_name="evaluation_points", null=True, blank=True
    )

    objects = OfEvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("point of an evaluation")
        verbose_name_plural = _("points of an evaluation")
        ordering = ("evaluation", "kind", "number", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "kind", "number"],
                name=say("point_number_used_once", _("This number is used by another point."), field="number"),
            ),
            models.CheckConstraint(
                condition=Q(kind=PointKind.RECOMMENDATION) | Q(response_en="", response_fr="", response_ar=""),
                name=say(
                    "only_recommendations_are_responded_to",
                    _("The process responds to recommendations only."),
                    field="response_en",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
