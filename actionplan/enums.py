"""The closed lists of the action plan; they import nothing of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActivityState(models.TextChoices):
    """How far an activity is."""

    PLANNED = "planned", _("planned")
    ONGOING = "ongoing", _("ongoing")
    COMPLETED = "completed", _("completed")
    DELAYED = "delayed", _("rescheduled")
    CANCELLED = "cancelled", _("cancelled")
    CARRIED_OVER = "carried_over", _("carried over")


class ProgrammeState(models.TextChoices):
    """From the incoming chair's draft to the end-of-term account."""

    DRAFT = "draft", _("draft")
    CONSIDERED = "considered", _("considered by the Steering Committee")
    AGREED = "agreed", _("agreed by the Senior Officials' Meeting")
    ACCOUNTED = "accounted", _("accounted for")


class IndicatorLevel(models.TextChoices):
    """What an indicator measures."""

    OUTPUT = "output", _("output")
    OUTCOME = "outcome", _("outcome")
    IMPACT = "impact", _("impact")


class Direction(models.TextChoices):
    """Which way is progress."""

    UP = "up", _("higher is better")
    DOWN = "down", _("lower is better")
    NONE = "none", _("neither")


class Aggregation(models.TextChoices):
    """How values over time are put together; values are never averaged over participants."""

    SUM = "sum", _("sum")
    LATEST = "latest", _("latest value")
    NONE = "none", _("not aggregated")


class MilestoneState(models.TextChoices):
    """Whether a milestone has been reached."""

    PLANNED = "planned", _("planned")
    REACHED = "reached", _("reached")
    DROPPED = "dropped", _("no longer pursued")


class EvaluationKind(models.TextChoices):
    """When in the life of a plan it was reviewed."""

    MID_TERM = "mid_term", _("mid-term review")
    FINAL = "final", _("final review")


class EvaluationState(models.TextChoices):
    """Whether everybody may read it."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class PointKind(models.TextChoices):
    """What a point of an evaluation is."""

    FINDING = "finding", _("finding")
    RECOMMENDATION = "recommendation", _("recommendation")
    LESSON = "lesson", _("lesson")


class ProposalState(models.TextChoices):
    """What became of what a partner system said of an activity."""

    WAITING = "waiting", _("waits for an answer")
    ACCEPTED = "accepted", _("taken up")
    DECLINED = "declined", _("not taken up")
