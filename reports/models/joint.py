"""Participants in whose name a contribution of another one also speaks, as far as each of them confirms it."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.base import Identified, Versioned
from foundation.closed import closed_once
from foundation.constraints import say
from foundation.kept import kept
from parties.models import Party
from reports.enums import JointState
from reports.models.contributions import NOT_WRITTEN, Contribution, Snapshot, drafts_read_by
from reports.models.limits import within_rounds
from reports.models.rounds import Round

if TYPE_CHECKING:
    from foundation.actors import Actor

TOLD = (JointState.ASKED, JointState.CONFIRMED, JointState.DECLINED)
"""States in which the named participant knows of it."""


class JointNameQuerySet(models.QuerySet["JointName"]):
    """Whom a draft names is part of the draft; from the submission on the participant that is named knows it too."""

    def visible_to(self, actor: "Actor") -> "JointNameQuerySet":
        """Told ones with the contribution and by every office of the participant named; others with the draft."""
        if actor.is_system:
            return self
        told = Q(state__in=TOLD)
        seen = drafts_read_by(actor) | told & Q(contribution__in=Contribution.objects.visible_to(actor))
        for office in actor.worn:
            if office.side == "participant" and office.authority_id is None:
                seen |= told & Q(party=office.unit_id)
        return self.filter(seen, within_rounds(actor))

    def confirmed(self) -> "JointNameQuerySet":
        """Those whose participant counts as received: it confirmed what was submitted, and that still stands."""
        return self.filter(state=JointState.CONFIRMED, contribution__in=Contribution.objects.counted())


@kept(
    fixed=("contribution", "round", "party"),
    stepped=("answered_at",),
    removable=f'OLD."state" NOT IN {tuple(map(str, TOLD))}',
)
@closed_once(contribution=NOT_WRITTEN)
class JointName(Identified, Versioned):
    """One participant named in another one's contribution, asked to confirm a submission (`snapshot`), moments in UTC.

    Asked again, it is shown what changed from the words that it had confirmed or declined (`answered`). Only who has
    confirmed is named anywhere as having reported (domain note, section 2).
    """

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="joint_names")
    round = models.ForeignKey(Round, models.PROTECT, verbose_name=_("round"), related_name="+")
    party = models.ForeignKey(
        Party, models.PROTECT, verbose_name=_("participant"), related_name="+", related_query_name="joint_name"
    )
    state = models.CharField(_("state"), max_length=16, choices=JointState.choices, default=JointState.NAMED)
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, verbose_name=_("what is to be confirmed"), related_name="+", null=True, blank=True
    )
    answered = models.ForeignKey(
        Snapshot,
        models.PROTECT,
        verbose_name=_("what was answered before"),
        related_name="+",
        null=True,
        blank=True,
    )
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = JointNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant named in a contribution")
        verbose_name_plural = _("participants named in contributions")
        ordering = ("contribution", "party__sort_en", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "party"],
                name=say("participant_is_named_once", _("This participant is named already."), field="party"),
            ),
            models.UniqueConstraint(
                fields=["round", "party"],
                condition=Q(state=JointState.CONFIRMED),
                name=say(
                    "participant_joins_one_contribution",
                    _("Your participant has confirmed another contribution of this round: decline that one first."),
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=TOLD) | Q(snapshot__isnull=False),
                name=say("what_was_submitted_is_confirmed", _("Only what was submitted can be confirmed.")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}"
