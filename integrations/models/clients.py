"""Partner systems that call the API, and the keys they call it with."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.base import Identified, Versioned
from foundation.constraints import say
from foundation.kept import kept
from integrations.enums import Scope
from integrations.validators import check_grant, check_network
from parties.models import Party

if TYPE_CHECKING:
    from foundation.actors import Actor, HeldOffice

PER_MINUTE = 600
"""What is granted where nobody says otherwise, and the most that a participant gives to its own systems."""
LONGEST_GRANT, LONGEST_NETWORK = 60, 43


def everything_to_read() -> list[str]:
    """What a new client may do: read whatever its offices read."""
    return ["*.read"]


def own_offices(actor: "Actor") -> list["HeldOffice"]:
    """The offices by which this actor keeps partner systems: those that submit for a participant, whole."""
    return [one for one in actor.worn if "submit" in one.powers and one.authority_id is None]


def own_units(actor: "Actor") -> list[int]:
    """The participants whose partner systems this actor keeps."""
    return [one.unit_id for one in own_offices(actor)]


class ClientQuerySet(models.QuerySet["ApiClient"]):
    """Partner systems, by who may know of them."""

    def visible_to(self, actor: "Actor") -> "ClientQuerySet":
        """Staff see all; whoever submits for a participant sees those of its own participant; a program sees itself."""
        if actor.kind == "client":
            return self.filter(pk=actor.client_id)
        if actor.is_system or actor.reads_as_staff:
            return self
        units = own_units(actor)
        return self.filter(party__in=units) if units else self.none()


@kept(fixed=("user", "party"))
class ApiClient(Identified, Versioned):
    """One partner system. It acts through a service account, which holds mandates as a person does.

    Everything else here only narrows what the mandates allow: which offices are used, which resources are read or
    written, for which participants, from where, how often.
    """

    name = models.CharField(_("name"), max_length=120)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("service account"),
        related_name="+",
        blank=True,
        help_text=_("Left empty, an account is opened. What it opens is said by its mandates."),
    )
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name=_("kept by the participant"),
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Whoever submits for it issues and revokes the keys; staff may do so too."),
    )
    scopes = ArrayField(
        models.CharField(max_length=40, choices=Scope.choices),
        verbose_name=_("offices it uses"),
        default=list,
        blank=True,
    )
    grants = ArrayField(
        models.CharField(max_length=LONGEST_GRANT, validators=[check_grant]),
        verbose_name=_("resources and verbs"),
        default=everything_to_read,
        help_text=_("Parted by commas: activities.read, contributions.write, *.read."),
    )
    participants = models.ManyToManyField(
        Party,
        verbose_name=_("only for these participants"),
        related_name="+",
        blank=True,
        help_text=_("None chosen: for every participant that its mandates name."),
    )
    networks = ArrayField(
        models.CharField(max_length=LONGEST_NETWORK, validators=[check_network]),
        verbose_name=_("allowed networks"),
        default=list,
        blank=True,
        help_text=_("Parted by commas: 192.0.2.0/24, 2001:db8::/32. Empty: from everywhere."),
    )
    per_minute = models.PositiveIntegerField(
        _("requests in a minute"),
        default=PER_MINUTE,
        help_text=_("All its keys together; one more is answered with 429."),
    )

    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner system")
        verbose_name_plural = _("partner systems")
        ordering = ("name", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(per_minute__gte=1),
                name=say("client_may_ask_once", _("Allow one request in a minute at least."), field="per_minute"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """What was answered to a POST, given again for the same Idempotency-Key of the same sender for a day.

    It may hold words of a draft: nobody reads it but through the view that answers its sender again.
    """

    owner = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField()
    body = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ("owner", "key")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key"],
                name=say("answer_kept_once_for_its_key", _("This request was answered already: repeat it as it was.")),
            )
        ]
        indexes = [models.Index(fields=["kept_at"], name="kept_answers_by_age")]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"


class KeyQuerySet(models.QuerySet["ApiKey"]):
    """Keys: seen with their client."""

    def visible_to(self, actor: "Actor") -> "KeyQuerySet":
        """Those of the clients this actor sees."""
        return self.filter(client__in=ApiClient.objects.visible_to(actor))

    def in_force(self, now: datetime) -> "KeyQuerySet":
        """Keys that open something at `now` (UTC)."""
        not_replaced = Q(retires_at=None) | Q(retires_at__gt=now)
        return self.filter(not_replaced, revoked_at=None, expires_at__gt=now)


@kept(fixed=("client", "prefix", "key_hash", "issued_at", "expires_at"), once=("retires_at", "revoked_at"))
class ApiKey(Identified):
    """One key of a client: `kp_<prefix>_<secret>`. Two are in force for a while when one takes the other's place.

    Only its beginning (to find it) and its SHA-256 are kept: 256 random bits need no slow hash. Moments in UTC.
    """

    client = models.ForeignKey(ApiClient, models.PROTECT, verbose_name=_("partner system"), related_name="keys")
    prefix = models.CharField(_("beginning of the key"), max_length=12, unique=True, editable=False)
    key_hash = models.CharField(max_length=64, editable=False)
    issued_at = models.DateTimeField(_("issued at"), editable=False)
    expires_at = models.DateTimeField(_("until"), editable=False)
    retires_at = models.DateTimeField(_("replaced from"), null=True, editable=False)
    """From here on only the key that took its place opens anything."""
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)
    last_used_at = models.DateTimeField(_("last used at"), null=True, editable=False)

    objects = KeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("key")
        verbose_name_plural = _("keys")
        ordering = ("-issued_at", "-id")

    def __str__(self) -> str:
        return f"kp_{self.prefix}_…"

    def is_in_force(self, now: datetime) -> bool:
        """Whether it opens anything at `now` (UTC)."""
        replaced = self.retires_at is not None and self.retires_at <= now
        return self.revoked_at is None and self.expires_at > now and not replaced
