"""Offices as data, and mandates: a person holds an office for a participant, by a letter, for a time."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.base import Identified, Versioned
from foundation.constraints import say
from foundation.kept import kept
from foundation.ledger.history import tracked
from foundation.localized import Localized
from parties.enums import AuthorityState, OfficeSide
from parties.models.chair import Presidency
from parties.models.participants import DateRange, MomentRange, Party

if TYPE_CHECKING:
    from foundation.actors import Actor

EMERGENCY = timedelta(hours=1)
"""How long a mandate without a letter lasts at most (architecture, mechanism 9)."""


@tracked
class Office(Identified):
    """An office: for whom it acts and which powers it carries. Powers are the words that `permissions.py` asks for."""

    code = models.SlugField(_("code"), unique=True)
    name = Localized(_("name"), max_length=120)
    side = models.CharField(_("acts"), max_length=16, choices=OfficeSide.choices)
    can_write = models.BooleanField(_("writes"), default=False)
    can_submit = models.BooleanField(_("submits"), default=False)
    can_hand_over_sections = models.BooleanField(_("hands over sections"), default=False)
    can_agree = models.BooleanField(_("signs together with who submits"), default=False)
    can_read_drafts = models.BooleanField(_("reads drafts of its participant"), default=False)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["can_submit"],
                condition=Q(can_submit=True),
                name=say(
                    "one_office_submits",
                    _("One office submits for a participant: take the power from the other first."),
                    field="can_submit",
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def powers(self) -> frozenset[str]:
        """The powers as words."""
        names = ("write", "submit", "agree", "hand_over_sections", "read_drafts")
        return frozenset(name for name in names if getattr(self, f"can_{name}"))


@kept(fixed=("party",), stepped=("decision",))
@tracked
class Authority(Identified, Versioned):
    """An authority (a ministry, a government) that names people for a participant; on hold while two contend."""

    party = models.ForeignKey(Party, models.PROTECT, verbose_name=_("participant"), related_name="authorities")
    name = models.CharField(_("name"), max_length=200)
    state = models.CharField(
        _("representation"), max_length=16, choices=AuthorityState.choices, default=AuthorityState.IN_FORCE
    )
    decision = models.TextField(_("recorded decision"), blank=True)

    class Meta:
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        ordering = ("party", "name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["party", "name"],
                name=say(
                    "authority_is_named_once",
                    _("This participant already has an authority of this name."),
                    field="name",
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name


GIVEN = (
    *("user", "party", "office", "presidency", "rests_on", "begins_on", "ends_on"),
    *("letter_number", "letter_date", "letter_authority", "opened_at", "expires_at", "reason"),
)
"""What a mandate says, by its letter or as it was opened: it is ended and another is given, never rewritten."""


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Mandates are seen by staff and by their own participant."""

    def visible_to(self, actor: "Actor") -> "MandateQuerySet":
        """Staff see all; others those that the participants they act for have given, and their own."""
        if actor.is_system or actor.hat in {OfficeSide.PRESIDENCY, OfficeSide.SECRETARIAT}:
            return self if actor.is_system or actor.worn else self.none()
        if actor.user_id is None:
            return self.none()
        units = [office.unit_id for office in actor.worn if office.authority_id is None]
        sides = [office.authority_id for office in actor.worn if office.authority_id is not None]
        theirs = Q(party__in=units, expires_at=None) | Q(authority__in=sides)
        return self.filter(Q(user=actor.user_id) | theirs)

    def in_force(self, now: datetime) -> "MandateQuerySet":
        """Mandates whose period holds the moment (UTC) and that nobody has ended; emergency access to the second.

        What a clock opened that was ahead and was set back is no longer than its hour: it has not begun.
        """
        day = now.date()
        holds = Q(begins_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gt=day))
        return self.filter(holds, Q(expires_at=None) | Q(opened_at__lte=now, expires_at__gt=now), ended_at=None)

    def emergencies(self, now: datetime) -> "MandateQuerySet":
        """Emergency access that is open at `now`, the first to end first."""
        return self.in_force(now).exclude(expires_at=None).order_by("expires_at", "id")


@kept(fixed=GIVEN, once=("ended_at",))
@tracked
class Mandate(Identified, Versioned):
    """A person holds an office for a participant, from a day until the day before another, given by a letter.

    An office of the Presidency names the term it belongs to and acts only while that term holds the chair,
    apart from its early and finishing windows. Emergency access (`manage.py break_glass`) is a mandate that no letter
    gave: from `opened_at` to `expires_at`, an hour later, for the reason it names.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("person"),
        related_name="+",
        related_query_name="mandate",
    )
    party = models.ForeignKey(Party, models.PROTECT, verbose_name=_("participant"), related_name="mandates")
    office = models.ForeignKey(Office, models.PROTECT, verbose_name=_("office"), related_name="mandates")
    authority = models.ForeignKey(
        Authority, models.PROTECT, verbose_name=_("authority"), related_name="mandates", null=True, blank=True
    )
    presidency = models.ForeignKey(
        Presidency, models.PROTECT, verbose_name=_("Presidency"), related_name="mandates", null=True, blank=True
    )
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until (not included)"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)
    rests_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="entrusted"
    )
    """The mandate of whoever let a program write by it: it ends with that one."""
    letter_number = models.CharField(_("number of the letter"), max_length=80)
    letter_date = models.DateField(_("date of the letter"), null=True)
    letter_authority = models.CharField(_("signed by"), max_length=200)
    confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True)
    opened_at = models.DateTimeField(_("emergency access from"), null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(_("emergency access until"), null=True, blank=True, editable=False)
    reason = models.TextField(_("reason for the emergency access"), blank=True, editable=False)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ("party", "office", "begins_on", "id")
        constraints = [
            ExclusionConstraint(
                name=say(
                    "mandates_do_not_overlap",
                    _("This person already holds this office for this participant in that period."),
                    field="begins_on",
                ),
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("party", RangeOperators.EQUAL),
                    ("office", RangeOperators.EQUAL),
                    (DateRange("begins_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at=None, expires_at=None),
            ),
            ExclusionConstraint(
                name=say(
                    "emergency_access_is_one_at_a_time", _("This person has emergency access already."), field="user"
                ),
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (MomentRange("opened_at", "expires_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at=None, expires_at__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(letter_date__isnull=False, opened_at=None, expires_at=None)
                | Q(opened_at__isnull=False, expires_at__isnull=False)
                & Q(expires_at__gt=F("opened_at"), expires_at__lte=F("opened_at") + EMERGENCY),
                name=say(
                    "mandate_without_a_letter_lasts_an_hour",
                    _("Name the letter that gave this mandate: without one it is emergency access and lasts an hour."),
                    field="letter_date",
                ),
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None, reason="") | Q(expires_at__isnull=False) & ~Q(reason=""),
                name=say("emergency_access_has_its_reason", _("Say why emergency access is needed."), field="reason"),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("begins_on")),
                name=say("mandate_ends_after_it_begins", _("The end must lie after the beginning."), field="ends_on"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.office} – {self.party}"

    @property
    def is_emergency(self) -> bool:
        """Whether no letter gave it: it was opened from the server, for an hour."""
        return self.expires_at is not None
