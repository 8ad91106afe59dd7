"""Meetings: their kind, state, host distinct from chair, agenda, invited delegations and who was present."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.base import Identified, Versioned
from foundation.closed import closed_once
from foundation.constraints import say
from foundation.kept import kept
from foundation.ledger.history import tracked
from foundation.localized import Localized
from foundation.zones import check_time_zone
from meetings.enums import ANNOUNCED, CALLED_OFF, DelegationState, MeetingState, Presence
from meetings.models.corrections import CONCLUDED, IS_CORRECTION, UNSAID, Corrected, fixed_once_concluded
from parties.models import Body, Party, Presidency

if TYPE_CHECKING:
    from foundation.actors import Actor


@tracked
class MeetingKind(Identified):
    """A kind of meeting, as data: which body meets, and whether it may endorse or review periodic reports."""

    code = models.SlugField(_("code"), unique=True)
    name = Localized(_("name"), max_length=120)
    body = models.ForeignKey(Body, models.PROTECT, verbose_name=_("body"), related_name="+", null=True, blank=True)
    may_endorse = models.BooleanField(_("may endorse reports"), default=False)
    may_review = models.BooleanField(_("may review reports"), default=False)
    nomination_weeks = models.PositiveSmallIntegerField(
        _("delegations are named so many weeks before"),
        default=6,
        help_text=_("Whoever is invited later has two weeks, and never longer than until the meeting opens."),
    )

    class Meta:
        verbose_name = _("kind of meeting")
        verbose_name_plural = _("kinds of meeting")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.name)


@tracked
class Verb(Identified):
    """What a meeting did, in the words it used: endorsed, took note of, deferred. Verbs are data."""

    code = models.SlugField(_("code"), unique=True)
    infinitive = Localized(_("wording before it is taken"), max_length=120)
    past = Localized(_("wording once it is taken"), max_length=160)
    is_endorsement = models.BooleanField(_("endorsement by senior officials"), default=False)
    is_review = models.BooleanField(_("review by ministers"), default=False)

    class Meta:
        verbose_name = _("action that a meeting can take")
        verbose_name_plural = _("actions that a meeting can take")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.past)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings that were announced are public; plans are the workbench's."""

    def visible_to(self, actor: "Actor") -> "MeetingQuerySet":
        """Staff see all; everybody else what was convened once, also when it was postponed or cancelled later."""
        if actor.reads_as_staff:
            return self
        return self.filter(Q(state__in=ANNOUNCED) | Q(state__in=CALLED_OFF, convened_at__isnull=False))


FACTS_OF_RECORD = ("title_en", "title_fr", "title_ar", "city_en", "city_fr", "city_ar", "host_id")
DAYS_OF_RECORD = ("begins_on", "ends_on", "time_zone")
SERIES_OF_RECORD = ("code", "kind_id", "ordinal", "chair_id", "hands_over_id", "quorum_states", "source")


@kept(once=("handover_recorded_at",), stepped=("convened_at", "concluded_at"))
@fixed_once_concluded(*FACTS_OF_RECORD, *DAYS_OF_RECORD, *SERIES_OF_RECORD, "is_incomplete", state='OLD."state"')
@tracked
class Meeting(Identified, Versioned, Corrected):
    """A meeting of a body of the Process. The host need not hold the chair; days are in the meeting's time zone."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.ForeignKey(MeetingKind, models.PROTECT, verbose_name=_("kind"), related_name="meetings")
    ordinal = models.PositiveSmallIntegerField(_("number in its series"), null=True, blank=True)
    title = Localized(_("title"), max_length=200)
    state = models.CharField(_("state"), max_length=16, choices=MeetingState.choices, default=MeetingState.PLANNED)
    host = models.ForeignKey(Party, models.PROTECT, verbose_name=_("host"), related_name="+", null=True, blank=True)
    city = Localized(_("city"), max_length=120, required=False)
    begins_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[check_time_zone])
    chair = models.ForeignKey(
        Presidency, models.PROTECT, verbose_name=_("chaired by"), related_name="+", null=True, blank=True
    )
    co_chairs = models.ManyToManyField(Party, verbose_name=_("co-chairs"), related_name="+", blank=True)
    hands_over = models.ForeignKey(
        Presidency,
        models.PROTECT,
        verbose_name=_("chair passes to"),
        related_name="+",
        null=True,
        blank=True,
        help_text=_("The chair passes when the handover is recorded, not by itself."),
    )
    quorum_states = models.PositiveSmallIntegerField(
        _("States needed for a quorum"),
        null=True,
        blank=True,
        help_text=_("For the Chair's information only: it holds nothing up."),
    )
    convened_at = models.DateTimeField(_("convened at"), null=True, blank=True, editable=False)
    concluded_at = models.DateTimeField(_("record concluded at"), null=True, blank=True, editable=False)
    handover_recorded_at = models.DateTimeField(_("handover recorded at"), null=True, blank=True, editable=False)
    is_incomplete = models.BooleanField(_("record incomplete"), default=False)
    source = models.TextField(_("source"), blank=True)
    moved_sittings = 0
    """How many sittings moved with the days when this row was saved; said on the page, not kept."""

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = (F("begins_on").desc(nulls_first=True), "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(begins_on=None) | Q(ends_on__gte=F("begins_on")),
                name=say(
                    "meeting_ends_after_it_begins", _("The last day must not lie before the first."), field="ends_on"
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[MeetingState.PLANNED, MeetingState.POSTPONED, MeetingState.CANCELLED])
                | Q(begins_on__isnull=False),
                name=say(
                    "convened_meeting_has_a_date",
                    _("A meeting that is convened needs its first day."),
                    field="begins_on",
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class OfMeetingQuerySet(models.QuerySet[models.Model]):
    """Rows seen with their meeting."""

    def visible_to(self, actor: "Actor") -> "OfMeetingQuerySet":
        """Those of the meetings the actor may see."""
        return self.filter(meeting__in=Meeting.objects.visible_to(actor))


STATE_OF_MEETING = "SELECT state FROM meetings_meeting WHERE id = OLD.meeting_id"


@kept()
@closed_once(meeting=CONCLUDED, unless=IS_CORRECTION, says=UNSAID)
@fixed_once_concluded(*("meeting_id", "number", "position", "title_en", "title_fr", "title_ar"), state=STATE_OF_MEETING)
@tracked
class AgendaItem(Identified, Corrected):
    """One item of a meeting's agenda. A correction has the reason that stands with the meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, verbose_name=_("meeting"), related_name="agenda")
    number = models.CharField(_("number"), max_length=10)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = Localized(_("title"), max_length=300)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ("meeting", "position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name=say("agenda_number_used_once", _("This number is on the agenda already."), field="number"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Delegations are seen by staff and by their own participant; who was present is told in n of N."""

    def visible_to(self, actor: "Actor") -> "DelegationQuerySet":
        """Staff see all, a participant its own."""
        if actor.reads_as_staff:
            return self
        units = [office.unit_id for office in actor.worn if office.authority_id is None]
        return self.filter(party__in=units, meeting__in=Meeting.objects.visible_to(actor))


STATE_OF_PRESENCE = (
    "SELECT CASE WHEN OLD.presence <> 'unknown' OR NOT m.is_incomplete THEN m.state END "
    "FROM meetings_meeting m WHERE m.id = OLD.meeting_id"
)


@kept(fixed=("meeting", "party", "is_guest"), stepped=("letter_number",))
@closed_once(meeting=CONCLUDED)
@fixed_once_concluded("presence", "counts_in_n", state=STATE_OF_PRESENCE)
@tracked
class Delegation(Identified, Versioned, Corrected):
    """The invited unit: one participant at one meeting. Presence counts participants, not people.

    Presence that is corrected after the conclusion has the reason that stands with the meeting.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, verbose_name=_("meeting"), related_name="delegations")
    party = models.ForeignKey(
        Party, models.PROTECT, verbose_name=_("participant"), related_name="+", related_query_name="delegation"
    )
    state = models.CharField(
        _("state"), max_length=16, choices=DelegationState.choices, default=DelegationState.INVITED
    )
    presence = models.CharField(_("presence"), max_length=16, choices=Presence.choices, default=Presence.UNKNOWN)
    is_guest = models.BooleanField(_("guest"), default=False)
    counts_in_n = models.BooleanField(_("counted in n of N"), default=True)
    letter_number = models.CharField(_("number of the letter"), max_length=80, blank=True)
    question = models.TextField(_("question"), blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ("meeting", "party__sort_en", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "party"],
                name=say("participant_is_invited_once", _("This participant is invited already."), field="party"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.party} – {self.meeting}"


@tracked
class Delegate(Identified):
    """A person named for a delegation by note verbale or letter."""

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="delegates")
    full_name = models.CharField(_("full name"), max_length=200)
    position = models.CharField(_("office or function"), max_length=200, blank=True)
    is_head = models.BooleanField(_("head of delegation"), default=False)

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ("delegation", "-is_head", "full_name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["delegation"],
                condition=Q(is_head=True),
                name=say("delegation_has_one_head", _("A delegation has one head."), field="is_head"),
            )
        ]

    def __str__(self) -> str:
        return self.full_name
