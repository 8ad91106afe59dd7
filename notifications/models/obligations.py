"""What is asked of whom, and until when: rows that the services of the domain open, move and close (mechanism 8)."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.constraints import say
from foundation.kept import kept
from foundation.zones import check_time_zone
from parties.models import Authority, Party


def obligation_key(subject: models.Model, kind: str, party: Party | None) -> str:
    """One request per subject, kind and participant."""
    return f"{kind}:{uuid_of(subject)}:{party.code if party else 'staff'}"


def uuid_of(subject: models.Model) -> UUID:
    """By which a subject is known."""
    return subject.uuid  # type: ignore[attr-defined]  # -- every subject is Identified


class ObligationQuerySet(models.QuerySet["Obligation"]):
    """Requests, by reader and by state."""

    def visible_to(self, actor: Actor) -> "ObligationQuerySet":
        """Staff see all but what a participant asks of its own people; a participant sees what is asked of it.

        Where two authorities contend, each sees its own. What is asked inside is for those who read drafts.
        """
        if actor.is_system:
            return self
        if actor.reads_as_staff:
            return self.filter(is_internal=False)
        own = Q(pk=None)
        for office in actor.worn:
            if office.side == "participant":
                of_office = Q(party=office.unit_id, authority=office.authority_id)
                own |= of_office if "read_drafts" in office.powers else of_office & Q(is_internal=False)
        return self.filter(own)

    def open(self) -> "ObligationQuerySet":
        """Still asked."""
        return self.filter(closed_at=None)

    def to_compare(self, keys: Collection[str]) -> "ObligationQuerySet":
        """What is held against the truth, given by its keys: all that are open, and of those closed what it asks."""
        return self.filter(Q(closed_at=None) | Q(key__in=keys))


@kept(fixed=("key", "kind", "subject_type", "subject_uuid", "party", "opened_at"))
class Obligation(models.Model):
    """One request with its due moment. The named zone is the one the date was announced in: it is shown with it."""

    key = models.CharField(max_length=200, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_uuid = models.UUIDField()
    party = models.ForeignKey(
        Party, models.PROTECT, verbose_name=_("participant"), related_name="+", null=True, blank=True
    )
    """None: asked of presidency or secretariat."""
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    offices = ArrayField(models.CharField(max_length=50), verbose_name=_("offices"), default=list)
    """Codes of the offices that are asked."""
    is_internal = models.BooleanField(default=False, editable=False)
    """Asked by a participant of its own people: nobody outside learns of it."""
    due_at = models.DateTimeField(_("due"))
    due_zone = models.CharField(_("time zone"), max_length=64, validators=[check_time_zone])
    opened_at = models.DateTimeField(_("asked at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    close_reason = models.CharField(_("closed because"), max_length=40, blank=True, default="")
    closed_facts = models.JSONField(default=dict, blank=True)
    waits_until = models.DateTimeField(null=True, editable=False)
    """Nobody is reminded of it before this moment (UTC): its owner noted so."""
    next_step_at = models.DateTimeField(null=True, editable=False)
    """When the sweep looks at it next (UTC); None: no step of a ladder is left, or it is closed."""

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ("due_at", "id")
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(closed_at=None), name="obligation_open_by_due"),
            models.Index(fields=["subject_uuid", "kind"], name="obligation_by_subject"),
            models.Index(fields=["party"], condition=Q(closed_at=None), name="obligation_open_by_party"),
            models.Index(fields=["authority"], condition=Q(authority__isnull=False), name="obligation_by_authority"),
            models.Index(
                fields=["next_step_at", "id"],
                condition=Q(closed_at=None, next_step_at__isnull=False),
                name="obligation_by_next_step",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, close_reason="") | (Q(closed_at__isnull=False) & ~Q(close_reason="")),
                name=say("closed_request_has_a_reason", _("A request is closed with a reason.")),
            )
        ]

    def __str__(self) -> str:
        return self.key

    @classmethod
    def of(
        cls,
        subject: models.Model,
        kind: str,
        party: Party | None,
        *,
        offices: Iterable[str],
        due_at: datetime,
        due_zone: str,
        authority: Authority | None = None,
        is_internal: bool = False,
    ) -> "Obligation":
        """Unsaved: that this is asked of a participant (None: of staff) until `due_at`, announced in `due_zone`."""
        return cls(
            key=obligation_key(subject, kind, party),
            kind=kind,
            subject_type=subject._meta.label_lower,
            subject_uuid=uuid_of(subject),
            party=party,
            authority=authority,
            offices=sorted(offices),
            is_internal=is_internal,
            due_at=due_at,
            due_zone=due_zone,
        )
