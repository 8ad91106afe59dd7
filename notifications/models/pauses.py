"""Reminders that wait: for one participant, or one request of it, with the reason and for how long."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.base import Identified, Versioned
from foundation.constraints import say
from foundation.kept import kept
from foundation.wording import labelled
from notifications.models.obligations import Obligation
from parties.models import Party

AHEAD = _("Reminders wait until a moment that lies ahead.")


class PauseQuerySet(models.QuerySet["Pause"]):
    """Pauses, by reader and by moment."""

    def visible_to(self, actor: Actor) -> "PauseQuerySet":
        """Presidency and Secretariat: the reason notes what somebody said on the telephone."""
        return self if actor.reads_as_staff else self.none()

    def in_force(self, now: datetime) -> "PauseQuerySet":
        """Those that hold at `now` (UTC)."""
        return self.filter(since__lte=now, until__gt=now, ended_at=None)

    def of(self, obligation: Obligation) -> "PauseQuerySet":
        """Those that a request waits under."""
        return self.filter(Q(obligation=None) | Q(obligation=obligation), party=obligation.party_id)


@kept(fixed=("party", "obligation", "reason", "since"), once=("ended_at",))
class Pause(Identified, Versioned):
    """Somebody agreed to a day: nobody of the participant is reminded until then (UTC), or of one request, if named."""

    party = models.ForeignKey(Party, models.PROTECT, verbose_name=_("participant"), related_name="+")
    obligation = models.ForeignKey(
        Obligation, models.PROTECT, verbose_name=_("request"), related_name="+", null=True, blank=True
    )
    reason = models.CharField(_("reason"), max_length=300)
    since = models.DateTimeField(_("since"), editable=False)
    until = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)

    objects = PauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("pause of reminders")
        verbose_name_plural = _("pauses of reminders")
        ordering = ("-until", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("since")),
                name=say("pause_lies_ahead", AHEAD, field="until"),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name=say("pause_has_its_reason", _("Say why reminders wait."), field="reason"),
            ),
        ]

    def __str__(self) -> str:
        return labelled(self.party, self.reason)
