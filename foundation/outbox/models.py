"""One row for whatever leaves the system, written in the transaction of its reason (mechanism 7)."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.base import Identified, Versioned
from foundation.constraints import say
from foundation.kept import kept
from foundation.localized import LANGUAGE_NAMES
from foundation.outbox.enums import Channel, Source, State

ON_ITS_WAY = (State.QUEUED, State.LEASED)
"""States of a message that may still be sent by itself."""
NOT_SENT = (State.FAILED, State.QUARANTINED)
"""States that a message leaves only when somebody sends it again."""
SAY_HOW = _("Say how you know that the address is reached again.")


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages, by who may read them and by what is to be done with them."""

    def visible_to(self, actor: Actor) -> "MessageQuerySet":
        """Presidency and secretariat read what was sent; nobody reads a secret: it opens somebody's account."""
        if actor.is_system:
            return self
        return self.filter(secret=False) if actor.reads_as_staff else self.none()

    def due(self, now: datetime) -> "MessageQuerySet":
        """To be sent now: waiting and its time has come, or leased by a worker that was lost."""
        return self.filter(Q(state=State.QUEUED, not_before__lte=now) | Q(state=State.LEASED, lease_until__lte=now))

    def next_in_line(self) -> "MessageQuerySet":
        """Those before which nothing of their line is on its way."""
        before = Message.objects.filter(line=OuterRef("line"), id__lt=OuterRef("id"), state__in=ON_ITS_WAY)
        return self.filter(Q(line=None) | ~Exists(before))


@kept(
    fixed=(
        *("channel", "kind", "dedupe_key", "line", "to", "language", "subject", "headers"),
        *("related", "secret", "created_at"),
    ),
    once=("sent_at",),
    wiped=("body_text", "body_html"),
    removable="""OLD."channel" = 'webhook' AND OLD."state" NOT IN ('queued', 'leased')""",
)
class Message(Identified):
    """A mail or a webhook call. `dedupe_key` says what it is for: asked twice, it is written once."""

    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices, default=Channel.MAIL)
    kind = models.CharField(_("kind"), max_length=60)
    """What it is about ("contribution.reminder"): the re-check before sending is registered under it."""
    dedupe_key = models.CharField(max_length=200, unique=True, editable=False)
    line = models.UUIDField(null=True, editable=False)
    """Messages of one line leave one after the other, as they were written; of none: whenever they can."""
    to = models.CharField(_("to"), max_length=500)
    language = models.CharField(_("language"), max_length=2, choices=list(LANGUAGE_NAMES.items()), default="en")
    subject = models.CharField(_("subject"), max_length=300)
    body_text = models.TextField(_("text"))
    body_html = models.TextField(blank=True, default="")
    headers = models.JSONField(default=dict, blank=True)
    related = models.CharField(max_length=120, blank=True, default="", db_index=True)
    """The object it is about, as the ledger names it."""
    secret = models.BooleanField(default=False)
    """Its body lets the reader in: wiped when sent or expired, and never shown to staff."""
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.QUEUED, editable=False)
    not_before = models.DateTimeField(_("not before"), default=timezone.now)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0, editable=False)
    faults = models.PositiveSmallIntegerField(default=0, editable=False)
    """Attempts that had no answer from outside: the worker was lost in them, or our own program failed."""
    lease_until = models.DateTimeField(null=True, editable=False)
    lease_token = models.UUIDField(null=True, editable=False)
    begun_at = models.DateTimeField(null=True, editable=False)
    """When the attempt that goes on now began; a lease alone is none."""
    last_error = models.CharField(_("last error"), max_length=300, blank=True, default="", editable=False)
    created_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-id",)
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=Q(state__in=[State.QUEUED, State.LEASED]),
                name="message_to_be_sent",
            ),
            models.Index(fields=["lease_token"], condition=Q(state=State.LEASED), name="message_being_sent"),
            models.Index(fields=["expires_at"], condition=Q(expires_at__isnull=False), name="message_by_its_end"),
            models.Index(fields=["state", "id"], condition=Q(state__in=NOT_SENT), name="message_not_sent"),
            models.Index(
                fields=["line", "id"],
                condition=Q(line__isnull=False, state__in=[State.QUEUED, State.LEASED]),
                name="message_in_its_line",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(secret=False) | Q(expires_at__isnull=False),
                name=say(
                    "secret_message_expires", _("A message that lets its reader in needs an end."), field="expires_at"
                ),
            )
        ]

    def __str__(self) -> str:
        return self.subject


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Releases, by reader."""

    def visible_to(self, actor: Actor) -> "ReleaseQuerySet":
        """Presidency and Secretariat."""
        return self if actor.is_system or actor.reads_as_staff else self.none()


@kept(fixed=("database", "anchored", "reason", "released_at"))
class Release(Identified):
    """From here on this database may send. The first is made with the tables, each later one by an operator.

    `database` is what it was called then (`foundation.outbox.release`): a database that was restored or copied has
    another name, so it sends nothing until an operator has looked.
    """

    database = models.CharField(max_length=200)
    anchored = models.CharField(max_length=64, blank=True, default="")
    """The last head of the ledger that was anchored outside, where this database does not hold it."""
    reason = models.CharField(_("reason"), max_length=500)
    released_at = models.DateTimeField(_("released at"))

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release of the outbox")
        verbose_name_plural = _("releases of the outbox")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.reason


class BounceQuerySet(models.QuerySet["Bounce"]):
    """What is known of addresses, by reader and by state."""

    def visible_to(self, actor: Actor) -> "BounceQuerySet":
        """Presidency and Secretariat: whoever is written to is called by them."""
        return self if actor.is_system or actor.reads_as_staff else self.none()

    def standing(self) -> "BounceQuerySet":
        """Those that nobody has cleared."""
        return self.filter(cleared_at=None)

    def of(self, address: str | OuterRef) -> "BounceQuerySet":
        """Those that hold for one address, however it is written."""
        return self.standing().filter(address=Lower(Value(address) if isinstance(address, str) else address))


@kept(
    fixed=("address", "source", "status", "said", "message", "noted_at"),
    once=("cleared_at", "cleared_by", "cleared_because"),
)
class Bounce(Identified, Versioned):
    """An address that cannot be reached: its server refused it for good, or sent a mail of ours back.

    It holds until staff clear it and say why. `status` is of RFC 3463; moments in UTC.
    """

    address = models.CharField(_("address"), max_length=500)
    source = models.CharField(_("known by"), max_length=12, choices=Source.choices)
    status = models.CharField(_("status"), max_length=20)
    said = models.CharField(_("what the server said"), max_length=300, blank=True)
    message = models.ForeignKey(Message, models.PROTECT, verbose_name=_("message"), related_name="+", null=True)
    noted_at = models.DateTimeField(_("noted at"))
    cleared_at = models.DateTimeField(_("cleared at"), null=True, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("cleared by"), related_name="+", null=True, blank=True
    )
    cleared_because = models.CharField(_("cleared because"), max_length=500, blank=True, default="")

    objects = BounceQuerySet.as_manager()

    class Meta:
        verbose_name = _("address that cannot be reached")
        verbose_name_plural = _("addresses that cannot be reached")
        ordering = ("-noted_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["address"],
                condition=Q(cleared_at=None),
                name=say("address_is_noted_once", _("This address is noted already."), field="address"),
            ),
            models.CheckConstraint(
                condition=Q(cleared_at=None, cleared_because="")
                | (Q(cleared_at__isnull=False) & ~Q(cleared_because="")),
                name=say("cleared_address_says_why", SAY_HOW, field="cleared_because"),
            ),
        ]

    def __str__(self) -> str:
        return self.address
