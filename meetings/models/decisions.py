"""What a meeting decided, in the verb it used, what participants put on record, and what is to be followed up."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.base import Identified, Versioned
from foundation.closed import closed_once
from foundation.constraints import say
from foundation.kept import kept
from foundation.ledger.history import tracked
from foundation.localized import LANGUAGE_NAMES, Localized
from foundation.wording import apart, labelled
from meetings.enums import FollowUpState, MeetingState, StatementKind
from meetings.models.corrections import CONCLUDED, Corrected, fixed_once_concluded
from meetings.models.meetings import STATE_OF_MEETING, AgendaItem, Meeting, Verb
from meetings.models.outcomes import Paragraph
from parties.models import Party

if TYPE_CHECKING:
    from foundation.actors import Actor


def seen_meetings(actor: "Actor") -> models.QuerySet[Meeting]:
    """Meetings whose decisions the actor may read: the public's only once the meeting's record is concluded."""
    meetings = Meeting.objects.visible_to(actor)
    if actor.is_system or actor.worn:
        return meetings
    return meetings.filter(state=MeetingState.CONCLUDED)


class OfRecordQuerySet(models.QuerySet[models.Model]):
    """Rows seen with the record of their meeting."""

    def visible_to(self, actor: "Actor") -> "OfRecordQuerySet":
        """Those of the meetings whose record the actor may read."""
        return self.filter(meeting__in=seen_meetings(actor))


STAYS_AS_MADE = _("A statement stays as it was made: record what corrects it as another statement.")
STATEMENT_IS_KEPT = say("statement_is_kept", STAYS_AS_MADE)
"""Raised by a trigger (migration 0005): no statement is changed or removed."""


STATE_OF_FOLLOW_UP = (
    "SELECT m.state FROM meetings_meeting m JOIN meetings_decision d ON d.meeting_id = m.id "
    "WHERE d.id = OLD.decision_id"
)


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Follow-ups are seen with the decision that asked for them."""

    def visible_to(self, actor: "Actor") -> "FollowUpQuerySet":
        """Those of the decisions the actor may read."""
        return self.filter(decision__meeting__in=seen_meetings(actor))


@kept(fixed=("meeting", "number", "verb", "decided_on"))
@closed_once(meeting=CONCLUDED)
@fixed_once_concluded("text_en", "text_fr", "text_ar", "agenda_item_id", state=STATE_OF_MEETING)
@tracked
class Decision(Identified, Versioned, Corrected):
    """A decision of a meeting, with its verb; adoption is by consensus, nobody votes."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="decisions")
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, verbose_name=_("agenda item"), related_name="decisions", null=True, blank=True
    )
    number = models.CharField(_("number"), max_length=20)
    verb = models.ForeignKey(Verb, models.PROTECT, verbose_name=_("action taken"), related_name="decisions")
    text = Localized(_("text"))
    paragraphs = models.ManyToManyField(
        Paragraph, verbose_name=_("paragraphs referred to"), related_name="decisions", blank=True
    )
    decided_on = models.DateField(_("decided on"))

    objects = OfRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-decided_on", "number", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name=say("decision_number_used_once", _("This meeting has a decision of this number."), field="number"),
            )
        ]

    def __str__(self) -> str:
        return labelled(apart(self.number), self.text)


@closed_once(meeting=CONCLUDED)
@tracked
class Statement(Identified):
    """What a participant put on record; the text is the speaker's and is never edited."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="statements")
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, verbose_name=_("agenda item"), related_name="statements", null=True, blank=True
    )
    kind = models.CharField(_("kind"), max_length=16, choices=StatementKind.choices, default=StatementKind.STATEMENT)
    party = models.ForeignKey(
        Party, models.PROTECT, verbose_name=_("participant"), related_name="+", related_query_name="statement"
    )
    on_behalf_of = models.ManyToManyField(Party, verbose_name=_("on behalf of"), related_name="+", blank=True)
    paragraph = models.ForeignKey(
        Paragraph, models.PROTECT, verbose_name=_("paragraph"), related_name="statements", null=True, blank=True
    )
    language = models.CharField(_("language"), max_length=2, choices=list(LANGUAGE_NAMES.items()))
    text = models.TextField(_("text"))

    objects = OfRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ("meeting", "id")

    def __str__(self) -> str:
        return labelled(self.party, self.get_kind_display())


@kept(fixed=("decision", "carried_from", "carried_at"))
@fixed_once_concluded("title_en", "title_fr", "title_ar", state=STATE_OF_FOLLOW_UP)
@tracked
class FollowUp(Identified, Versioned, Corrected):
    """What a decision asks for: an owner, a day, a state; carried over to a later meeting when it is not done."""

    decision = models.ForeignKey(Decision, models.PROTECT, verbose_name=_("decision"), related_name="follow_ups")
    title = Localized(_("what is to be done"), max_length=300)
    owner = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name=_("owner"),
        related_name="+",
        related_query_name="follow_up",
        null=True,
        blank=True,
    )
    due_on = models.DateField(_("due date"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=FollowUpState.choices, default=FollowUpState.OPEN)
    carried_from = models.OneToOneField(
        "self", models.PROTECT, verbose_name=_("carried over from"), null=True, blank=True, related_name="carried_to"
    )
    carried_at = models.ForeignKey(
        Meeting,
        models.PROTECT,
        verbose_name=_("carried over at"),
        related_name="follow_ups_carried",
        null=True,
        blank=True,
    )
    note = models.TextField(_("note"), blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ("due_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(carried_from=None) | Q(carried_at__isnull=False),
                name=say(
                    "carried_over_at_a_meeting", _("Name the meeting that carried this over."), field="carried_at"
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.title)
