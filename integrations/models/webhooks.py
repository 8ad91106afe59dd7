"""Webhooks: where partner systems are told that something changed, with which secret, and what became of each call."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.base import Identified, Versioned
from foundation.constraints import say
from foundation.kept import kept
from foundation.outbox.models import ON_ITS_WAY, Message
from integrations.enums import Fault, WebhookState
from integrations.models.clients import LONGEST_GRANT, ApiClient

if TYPE_CHECKING:
    from foundation.actors import Actor

LONGEST_ADDRESS = 500
IS_DONE_WITH = """NOT EXISTS (
                SELECT FROM outbox_message m WHERE m.id = OLD."message_id" AND m."state" IN ('queued', 'leased')
            )"""
"""SQL about a call: it was made, or is not made any more. The housekeeping removes old ones."""


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Webhooks: seen with their client."""

    def visible_to(self, actor: "Actor") -> "WebhookQuerySet":
        """Those of the clients this actor sees."""
        return self.filter(client__in=ApiClient.objects.visible_to(actor))

    def present(self) -> "WebhookQuerySet":
        """Those that were not taken away."""
        return self.exclude(state=WebhookState.REMOVED)


@kept(fixed=("client", "address"), stepped=("state_since",))
class Webhook(Identified, Versioned):
    """An address of a partner system that is called when something changed that it may read. Moments in UTC.

    (`after_block`, `after_entry`) is the place in the feed of changes up to which calls were written. Each replay,
    pause and return begins another round: what waits of an earlier one is not sent any more.
    """

    client = models.ForeignKey(ApiClient, models.PROTECT, verbose_name=_("partner system"), related_name="webhooks")
    address = models.CharField(_("address"), max_length=LONGEST_ADDRESS)
    resources = ArrayField(
        models.CharField(max_length=LONGEST_GRANT), verbose_name=_("kinds of things"), default=list, blank=True
    )
    """The lists of the API it is told of; none named: all that its client may read."""
    state = models.CharField(
        _("state"), max_length=12, choices=WebhookState.choices, default=WebhookState.ACTIVE, editable=False
    )
    state_since = models.DateTimeField(_("since"), editable=False)
    after_block = models.BigIntegerField(editable=False)
    after_entry = models.BigIntegerField(editable=False)
    round = models.PositiveIntegerField(default=1, editable=False)
    replayed_from = models.PositiveIntegerField(default=1, editable=False)
    """What was taken in this round or a later one is not told again."""
    failures = models.PositiveIntegerField(default=0, editable=False)
    """Calls since the last that was taken."""
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    rests_until = models.DateTimeField(null=True, editable=False)
    """Nobody answers there: no other call is tried before."""

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ("client", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["client", "address"],
                condition=~Q(state=WebhookState.REMOVED),
                name=say(
                    "webhook_of_a_client_is_named_once",
                    _("This system is called at this address already."),
                    field="address",
                ),
            )
        ]

    def __str__(self) -> str:
        return self.address


class SecretQuerySet(models.QuerySet["WebhookSecret"]):
    """Secrets of webhooks."""

    def in_force(self, now: datetime) -> "SecretQuerySet":
        """Those with which calls are signed at `now` (UTC)."""
        return self.filter(Q(retires_at=None) | Q(retires_at__gt=now))


@kept(fixed=("webhook", "seed", "issued_at"), once=("retires_at",))
class WebhookSecret(Identified):
    """What a secret is worked out from, together with the key of the system: neither alone tells it.

    While one takes the place of another, calls are signed with both. Moments in UTC.
    """

    webhook = models.ForeignKey(Webhook, models.PROTECT, verbose_name=_("webhook"), related_name="secrets")
    seed = models.BinaryField()
    issued_at = models.DateTimeField(_("issued at"))
    retires_at = models.DateTimeField(_("replaced from"), null=True)

    objects = SecretQuerySet.as_manager()

    class Meta:
        verbose_name = _("secret of a webhook")
        verbose_name_plural = _("secrets of webhooks")
        ordering = ("-issued_at", "-id")

    def __str__(self) -> str:
        return str(self.uuid)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Calls: seen with their webhook."""

    def visible_to(self, actor: "Actor") -> "DeliveryQuerySet":
        """Those of the webhooks this actor sees."""
        return self.filter(webhook__in=Webhook.objects.visible_to(actor))

    def waiting(self) -> "DeliveryQuerySet":
        """Those that may still be made by themselves."""
        return self.filter(delivered_at=None, message__state__in=ON_ITS_WAY)


@kept(fixed=("webhook", "round", "block", "entry", "message"), once=("delivered_at",), removable=IS_DONE_WITH)
class Delivery(Identified):
    """One entry of the ledger that a webhook is told of in one round, by one message of the outbox.

    What it tells is read when it is sent and kept nowhere: here stand only the place in the ledger and the answer's
    status code. Moments in UTC.
    """

    webhook = models.ForeignKey(Webhook, models.PROTECT, verbose_name=_("webhook"), related_name="deliveries")
    round = models.PositiveIntegerField(_("run of the feed"))
    block = models.BigIntegerField()
    entry = models.BigIntegerField()
    message = models.OneToOneField(Message, models.PROTECT, verbose_name=_("message"), related_name="+")
    answered_at = models.DateTimeField(_("last tried at"), null=True)
    status = models.PositiveSmallIntegerField(_("status code"), null=True)
    fault = models.CharField(_("fault"), max_length=10, choices=Fault.choices, blank=True, default="")
    delivered_at = models.DateTimeField(_("taken at"), null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("call of a webhook")
        verbose_name_plural = _("calls of webhooks")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "round", "block", "entry"],
                name=say("change_is_told_once_in_a_round", _("This change is on its way already.")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.block}.{self.entry}"
