"""What partner systems say of activities: kept as they said it, until the owner of the plan takes it up or does not."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplan.enums import ProposalState
from actionplan.models.activities import ID_OF_ANOTHER, Activity
from foundation.base import Identified, Versioned
from foundation.constraints import say
from foundation.kept import kept
from foundation.ledger.history import tracked
from foundation.wording import headed
from integrations.models import ApiClient

if TYPE_CHECKING:
    from foundation.actors import Actor


class SourceSystemQuerySet(models.QuerySet["SourceSystem"]):
    """A source is known to staff and to the partner system that speaks for it."""

    def visible_to(self, actor: "Actor") -> "SourceSystemQuerySet":
        """Staff see all, a partner system its own."""
        if actor.reads_as_staff:
            return self
        return self.none() if actor.client_id is None else self.filter(client=actor.client_id)


@tracked
class SourceSystem(Identified, Versioned):
    """A system that holds activities of its own. `code` is what activities name as their source system."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    client = models.ForeignKey(
        ApiClient,
        models.PROTECT,
        verbose_name=_("partner system"),
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Which partner system may say something in its name. Without one, staff upload it."),
    )

    objects = SourceSystemQuerySet.as_manager()

    class Meta:
        verbose_name = _("source of activities")
        verbose_name_plural = _("sources of activities")
        ordering = ("code", "id")

    def __str__(self) -> str:
        return headed(self.code, self.name)


class ProposalQuerySet(models.QuerySet["ActivityProposal"]):
    """Proposals are seen with their source."""

    def visible_to(self, actor: "Actor") -> "ProposalQuerySet":
        """Staff see all, a partner system its own."""
        return self.filter(source__in=SourceSystem.objects.visible_to(actor))


@kept(fixed=("source", "external_id"))
class ActivityProposal(Identified, Versioned):
    """What a source says of one activity, known there as `external_id`; said again otherwise, it waits again.

    `said` holds the columns that were given, as `actionplan.selectors.proposals` reads them. `received_at` and
    `answered_at` are in UTC.
    """

    source = models.ForeignKey(SourceSystem, models.PROTECT, verbose_name=_("source"), related_name="proposals")
    external_id = models.CharField(_("id in the source system"), max_length=120)
    activity = models.ForeignKey(
        Activity, models.PROTECT, verbose_name=_("activity"), related_name="proposals", null=True, blank=True
    )
    said = models.JSONField(_("what it says"))
    state = models.CharField(_("state"), max_length=16, choices=ProposalState.choices, default=ProposalState.WAITING)
    received_at = models.DateTimeField(_("received at"))
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answer = models.TextField(_("answer"), blank=True, default="")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of a partner system")
        verbose_name_plural = _("proposals of partner systems")
        ordering = ("-received_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                name=say("proposal_of_an_activity_once", ID_OF_ANOTHER, field="external_id"),
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.WAITING, answered_at=None)
                | (~Q(state=ProposalState.WAITING) & Q(answered_at__isnull=False)),
                name=say("answered_proposal_has_its_moment", _("Say when it was answered."), field="answered_at"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source.code} {self.external_id}"
