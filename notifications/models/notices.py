"""The memory of reminders: what was made of each step of each request for each person, and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.actors import Actor
from foundation.base import Identified
from foundation.constraints import say
from foundation.errors import Sentence
from foundation.kept import kept
from foundation.outbox.enums import State
from foundation.outbox.models import NOT_SENT, Message
from notifications.enums import NoticeState, Withdrawal
from notifications.models.ladders import LadderStep
from notifications.models.obligations import Obligation

TOLD = (NoticeState.QUEUED, NoticeState.SHOWN, NoticeState.SENT)
"""States in which a participant reads its notices: what is only prepared is the Presidency's own paper."""

IN_A_MAIL = ("recipient_id", "obligation__due_at", "id")
"""The order in which a mail says what is due."""


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices, by reader."""

    def visible_to(self, actor: Actor) -> "NoticeQuerySet":
        """Whoever sees the request; a participant sees what reached it or is on its way to it."""
        seen = self.filter(obligation__in=Obligation.objects.visible_to(actor))
        return seen if actor.reads_as_staff else seen.filter(state__in=TOLD)


@kept(fixed=("obligation", "step", "recipient", "office", "due_at", "moment", "made_at"))
class Notice(Identified):
    """One step of one request for one person, made once for each date the request is given.

    Its unique constraint and `notice_by_recipient` serve its keys: each index more is written for each reminder.
    `office` is why this person: it is held; `moment` (UTC) is when the step was to be taken, `due_at` for which date.
    """

    obligation = models.ForeignKey(
        Obligation, models.PROTECT, verbose_name=_("request"), related_name="notices", db_index=False
    )
    step = models.ForeignKey(LadderStep, models.PROTECT, verbose_name=_("step"), related_name="+")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person"), related_name="+", db_index=False
    )
    office = models.CharField(_("office"), max_length=50)
    due_at = models.DateTimeField(_("due"))
    moment = models.DateTimeField(_("moment of the step"))
    made_at = models.DateTimeField(pgettext_lazy("of a reminder", "made at"))
    state = models.CharField(_("state"), max_length=12, choices=NoticeState.choices, editable=False)
    message = models.ForeignKey(
        Message, models.PROTECT, verbose_name=_("message"), related_name="+", related_query_name="notice", null=True
    )
    withdrawn_because = models.CharField(
        _("withdrawn because"), max_length=16, choices=Withdrawal.choices, blank=True, default=""
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["message"], condition=Q(state=NoticeState.QUEUED), name="notice_on_its_way"),
            models.Index(fields=["obligation"], condition=Q(state=NoticeState.PREPARED), name="notice_prepared"),
            models.Index(fields=["recipient", "made_at"], name="notice_by_recipient"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "step", "recipient", "due_at"],
                name=say("step_is_taken_once", _("This person was told of this step already.")),
            ),
            models.CheckConstraint(
                condition=Q(Q(state=NoticeState.WITHDRAWN), ~Q(withdrawn_because=""))
                | Q(~Q(state=NoticeState.WITHDRAWN), withdrawn_because=""),
                name=say("withdrawn_notice_says_why", _("Say why the notice was withdrawn.")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} – {self.recipient}"

    @property
    def how_far(self) -> Sentence:
        """The state, in words; a mail that was given up is on no way, though staff may send it again."""
        is_stuck = self.state == NoticeState.QUEUED and self.message is not None and self.message.state in NOT_SENT
        return State.FAILED.label if is_stuck else self.get_state_display()


class DigestRefusalQuerySet(models.QuerySet["DigestRefusal"]):
    """Refusals, by reader."""

    def visible_to(self, actor: Actor) -> "DigestRefusalQuerySet":
        """The person, and whoever writes digests: Presidency and Secretariat."""
        return self if actor.reads_as_staff else self.filter(user=actor.user_id)


class DigestRefusal(models.Model):
    """A person who wants no digests; single reminders that an office brings with it still reach them."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person"), related_name="+")
    since = models.DateTimeField(_("since"))

    objects = DigestRefusalQuerySet.as_manager()

    class Meta:
        verbose_name = _("refusal of digests")
        verbose_name_plural = _("refusals of digests")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.user)
