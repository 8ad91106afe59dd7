"""Rounds that a partner system is limited to: it reads and writes in them, and of all others it learns nothing."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from foundation.base import Identified
from foundation.constraints import say
from foundation.ledger.history import tracked
from integrations.models import ApiClient

if TYPE_CHECKING:
    from foundation.actors import Actor


@tracked
class RoundLimit(Identified):
    """One round that one partner system is limited to; a system without any such row is not limited to rounds.

    The row lies here and not with the system, because arrows point down: `integrations` knows no rounds (ADR 51).
    """

    client = models.ForeignKey(ApiClient, models.PROTECT, verbose_name=_("partner system"), related_name="+")
    round = models.ForeignKey("reports.Round", models.PROTECT, verbose_name=_("round"), related_name="limits")

    class Meta:
        verbose_name = _("limit to a round")
        verbose_name_plural = _("limits to rounds")
        ordering = ("client", "round", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["client", "round"],
                name=say("client_is_limited_to_a_round_once", _("It is limited to this round already.")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.client} – {self.round}"


def within_rounds(actor: "Actor", path: str = "round") -> Q:
    """Rows of the rounds that the actor's key is limited to; every row for anybody else.

    `path` leads from the row to its round. The limit is read with the rows: another one holds at the next request.
    """
    if actor.client_id is None:
        return Q()
    named = RoundLimit.objects.filter(client=actor.client_id)
    return ~Exists(named) | Q(**{f"{path}__in": named.values("round")})
