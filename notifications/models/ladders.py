"""Ladders as data: for each kind of request the steps before and after its date, to whom, how, and in which words."""

from collections.abc import Collection

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.base import Identified, Versioned
from foundation.constraints import say
from foundation.ledger.history import tracked
from foundation.localized import LANGUAGES, Localized
from notifications.enums import Anchor, Channel
from notifications.validators import check_placeholders
from notifications.wording import step_name

AUTOMATIC_OFFICES = ["alternate", "focal_point"]
"""The only offices that the system writes to by itself: everybody else hears from the Presidency."""
LONGEST_LADDER = 366


class LadderQuerySet(models.QuerySet["Ladder"]):
    """Ladders, by reader."""

    def visible_to(self, actor: Actor) -> "LadderQuerySet":
        """Presidency and Secretariat: what others are told of is the mail itself."""
        return self if actor.reads_as_staff else self.none()


@tracked
class Ladder(Identified, Versioned):
    """How people are reminded of one kind of request. A kind without a ladder, or with an unused one, has none."""

    kind = models.CharField(_("kind of request"), max_length=60, unique=True)
    name = Localized(_("name"), max_length=120)
    is_used = models.BooleanField(_("in use"), default=True)

    objects = LadderQuerySet.as_manager()

    class Meta:
        verbose_name = _("ladder")
        verbose_name_plural = _("ladders")
        ordering = ("kind",)

    def __str__(self) -> str:
        return str(self.name)


class LadderStepQuerySet(models.QuerySet["LadderStep"]):
    """Steps, by reader."""

    def visible_to(self, actor: Actor) -> "LadderStepQuerySet":
        """As their ladder."""
        return self.filter(ladder__in=Ladder.objects.visible_to(actor))


@tracked
class LadderStep(Identified):
    """One step: so many days after the request was asked, or before (negative) or after it is due.

    A step that is not automatic is prepared, and waits for the Presidency to send it. Which it is follows from its
    offices: the system writes to focal points and alternates, and to nobody else.
    """

    ladder = models.ForeignKey(Ladder, models.PROTECT, verbose_name=_("ladder"), related_name="steps")
    anchor = models.CharField(_("counted"), max_length=8, choices=Anchor.choices, default=Anchor.DUE)
    offset_days = models.SmallIntegerField(
        _("days"), help_text=_("Negative: so many days before. The day is the reader's own.")
    )
    offices = ArrayField(
        models.CharField(max_length=50),
        verbose_name=_("offices"),
        help_text=_(
            "The system writes to focal points and alternates. What goes to others is prepared and waits for the"
            " Presidency to send it: it is a step of its own."
        ),
    )
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices, default=Channel.MAIL)
    is_automatic = models.BooleanField(_("sent by the system"), default=True)
    is_used = models.BooleanField(_("in use"), default=True)
    subject = Localized(_("subject"), max_length=150)
    text = Localized(_("text"))

    objects = LadderStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a ladder")
        verbose_name_plural = _("steps of a ladder")
        ordering = ("ladder", F("anchor").desc(), "offset_days", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["ladder", "anchor", "offset_days", "channel", "is_automatic"],
                name=say("step_stands_once", _("This ladder already has a step on that day."), field="offset_days"),
            ),
            models.CheckConstraint(
                condition=Q(is_automatic=False) | Q(offices__contained_by=AUTOMATIC_OFFICES),
                name=say(
                    "system_writes_to_focal_points_only",
                    _("The system writes to focal points and alternates only: prepare this step for the Presidency."),
                    field="offices",
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_automatic=True) | ~Q(offices__overlap=AUTOMATIC_OFFICES),
                name=say(
                    "step_is_sent_by_one_alone",
                    _(
                        "The system writes to focal points and alternates, the Presidency to all others: make two steps"
                        " of this one."
                    ),
                    field="offices",
                ),
            ),
            models.CheckConstraint(
                condition=Q(offices__len__gt=0),
                name=say("step_reaches_somebody", _("Name an office that this step reaches."), field="offices"),
            ),
            models.CheckConstraint(
                condition=Q(offset_days__range=(-LONGEST_LADDER, LONGEST_LADDER))
                & (Q(anchor=Anchor.DUE) | Q(offset_days__gte=0)),
                name=say(
                    "step_lies_within_a_year_of_its_day",
                    _("A step lies within a year of its day, and none before the request was asked."),
                    field="offset_days",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ladder} – {self.day}"

    @property
    def day(self) -> str:
        """On which day it falls, in words."""
        return step_name(self.anchor, self.offset_days)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """As every model, and no text asks for more than the placeholders there are. Raises `ValidationError`."""
        super().clean_fields(exclude=exclude)
        errors = {}
        for column in (f"{name}_{code}" for name in ("subject", "text") for code in LANGUAGES):
            try:
                check_placeholders(getattr(self, column))
            except ValidationError as error:
                errors[column] = error
        if errors:
            raise ValidationError(errors)
