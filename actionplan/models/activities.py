"""Activities: what is done, by whom, when, for which paragraphs and domains; their milestones and funding."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Right
from django.utils.translation import gettext_lazy as _

from actionplan.enums import ActivityState, MilestoneState
from actionplan.models.frameworks import FrameworkGoal, JvapDomain
from actionplan.models.plans import Objective, Plan
from actionplan.models.programmes import ContextNote
from foundation.base import Identified, Versioned
from foundation.constraints import say
from foundation.ledger.history import tracked
from foundation.localized import Localized
from foundation.wording import headed, labelled
from meetings.models import FollowUp, Paragraph
from parties.models import Party, Presidency

if TYPE_CHECKING:
    from foundation.actors import Actor

ID_OF_ANOTHER = _("This id of the source system is used by another activity.")
HAS_A_DOMAIN = say(
    "activity_has_a_domain",
    _("Choose at least one of the five JVAP domains."),
    field="domains",
)


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Activities are seen with their plan."""

    def visible_to(self, actor: "Actor") -> "ActivityQuerySet":
        """Those of the plans the actor may see."""
        return self.filter(objective__plan__in=Plan.objects.visible_to(actor))

    def current(self) -> "ActivityQuerySet":
        """Those that no other activity has taken the place of."""
        return self.filter(superseded_by=None)


@tracked
class Activity(Identified, Versioned):
    """An activity of a plan. It carries at least one JVAP domain, checked at commit by `activity_has_a_domain`."""

    objective = models.ForeignKey(Objective, models.PROTECT, verbose_name=_("objective"), related_name="activities")
    code = models.CharField(_("code"), max_length=30, unique=True)
    title = Localized(_("title"), max_length=300)
    description = Localized(_("description"), required=False)
    state = models.CharField(_("status"), max_length=16, choices=ActivityState.choices, default=ActivityState.PLANNED)
    domains = models.ManyToManyField(JvapDomain, verbose_name=_("JVAP domains"), related_name="activities")
    paragraphs = models.ManyToManyField(
        Paragraph, verbose_name=_("paragraphs served"), related_name="+", related_query_name="activity", blank=True
    )
    context_notes = models.ManyToManyField(
        ContextNote,
        verbose_name=_("context notes"),
        related_name="activities",
        blank=True,
        help_text=_("The migration trends this activity responds to."),
    )
    presidency = models.ForeignKey(
        Presidency,
        models.PROTECT,
        verbose_name=_("in the programme of"),
        related_name="+",
        related_query_name="activity",
        null=True,
        blank=True,
    )
    lead = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name=_("lead"),
        related_name="+",
        related_query_name="led_activity",
        null=True,
        blank=True,
    )
    supporting = models.ManyToManyField(
        Party,
        verbose_name=_("supporting participants"),
        related_name="+",
        related_query_name="supported_activity",
        blank=True,
    )
    begins_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    source_system = models.CharField(_("source system"), max_length=60, blank=True)
    external_id = models.CharField(_("id in the source system"), max_length=120, blank=True)
    joint_with = models.CharField(_("joint with"), max_length=200, blank=True)
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("superseded by"), null=True, blank=True, related_name="supersedes"
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ("objective", "code", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(begins_on=None) | Q(ends_on__gte=F("begins_on")),
                name=say(
                    "activity_ends_after_it_begins", _("The end must not lie before the beginning."), field="ends_on"
                ),
            ),
            models.UniqueConstraint(
                Right(Cast("uuid", models.CharField()), 8),
                name=say(
                    "activity_is_known_by_its_last_digits",
                    _("The public key of this activity ends like that of another one. Save it again."),
                ),
            ),
            models.UniqueConstraint(
                fields=["source_system", "external_id"],
                condition=~Q(external_id=""),
                name=say("external_id_used_once", ID_OF_ANOTHER, field="external_id"),
            ),
            models.CheckConstraint(
                condition=Q(superseded_by=None) | ~Q(superseded_by=F("id")),
                name=say("activity_supersedes_another", _("An activity does not supersede itself."), field="by"),
            ),
        ]

    def __str__(self) -> str:
        return headed(self.code, self.title)


class OfActivityQuerySet(models.QuerySet[models.Model]):
    """Rows seen with their activity."""

    def visible_to(self, actor: "Actor") -> "OfActivityQuerySet":
        """Those of the activities the actor may see."""
        return self.filter(activity__in=Activity.objects.visible_to(actor))


@tracked
class Milestone(Identified):
    """A dated step of an activity."""

    activity = models.ForeignKey(Activity, models.CASCADE, verbose_name=_("activity"), related_name="milestones")
    title = Localized(_("title"), max_length=300)
    due_on = models.DateField(_("due date"))
    state = models.CharField(_("state"), max_length=16, choices=MilestoneState.choices, default=MilestoneState.PLANNED)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ("activity", "due_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=MilestoneState.REACHED) | Q(reached_on__isnull=False),
                name=say("reached_milestone_has_its_day", _("Say on which day it was reached."), field="reached_on"),
            )
        ]

    def __str__(self) -> str:
        return str(self.title)


@tracked
class Funding(Identified):
    """Money for an activity, by source. Amounts in units of `currency` (ISO 4217)."""

    activity = models.ForeignKey(Activity, models.CASCADE, verbose_name=_("activity"), related_name="funding")
    source = models.CharField(_("source of funding"), max_length=200)
    party = models.ForeignKey(
        Party, models.PROTECT, verbose_name=_("participant"), related_name="+", null=True, blank=True
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("funding")
        verbose_name_plural = _("funding")
        ordering = ("activity", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name=say("funding_is_not_negative", _("An amount is zero or more."), field="amount"),
            )
        ]

    def __str__(self) -> str:
        return labelled(self.source, f"{self.amount} {self.currency}")


@tracked
class FrameworkLink(Identified):
    """An activity serves a goal of another framework."""

    activity = models.ForeignKey(Activity, models.CASCADE, verbose_name=_("activity"), related_name="framework_links")
    goal = models.ForeignKey(FrameworkGoal, models.PROTECT, verbose_name=_("goal"), related_name="links")

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to a framework")
        verbose_name_plural = _("links to frameworks")
        ordering = ("activity", "goal", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "goal"],
                name=say("goal_linked_once", _("This goal is linked already."), field="goal"),
            )
        ]

    def __str__(self) -> str:
        return str(self.goal)


@tracked
class ActivityFollowUp(Identified):
    """A follow-up of a decision bears on an activity."""

    activity = models.ForeignKey(Activity, models.PROTECT, verbose_name=_("activity"), related_name="follow_ups")
    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, verbose_name=_("follow-up"), related_name="+", related_query_name="activity_link"
    )

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up of an activity")
        verbose_name_plural = _("follow-ups of activities")
        ordering = ("activity", "follow_up", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "follow_up"],
                name=say(
                    "follow_up_tied_once", _("This follow-up is tied to this activity already."), field="activity"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity} – {self.follow_up}"
