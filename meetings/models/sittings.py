"""Sittings of a meeting, and which delegations were present at each (domain note, section 4)."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.base import Identified
from foundation.closed import closed_once
from foundation.constraints import say
from foundation.kept import kept
from foundation.ledger.history import tracked
from foundation.localized import Localized
from foundation.wording import labelled
from meetings.enums import Presence
from meetings.models.corrections import CONCLUDED, IS_CORRECTION, OF_CONCLUDED, UNSAID, Corrected, fixed_once_concluded
from meetings.models.meetings import STATE_OF_MEETING, Delegation, Meeting, OfMeetingQuerySet

if TYPE_CHECKING:
    from foundation.actors import Actor


@kept()
@closed_once(meeting=CONCLUDED, unless=IS_CORRECTION, says=UNSAID)
@fixed_once_concluded(
    *("meeting_id", "number", "title_en", "title_fr", "title_ar", "begins_at", "ends_at"), state=STATE_OF_MEETING
)
@tracked
class Sitting(Identified, Corrected):
    """A numbered sitting of a meeting. A meeting that names none has one: the meeting itself. Moments are in UTC.

    A correction has the reason that stands with the meeting.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, verbose_name=_("meeting"), related_name="sittings")
    number = models.PositiveSmallIntegerField(_("number"))
    title = Localized(_("title"), max_length=200, required=False)
    begins_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ("meeting", "number", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name=say("sitting_number_used_once", _("This meeting has a sitting of this number."), field="number"),
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(begins_at=None) | Q(ends_at__gt=F("begins_at")),
                name=say("sitting_ends_after_it_begins", _("The end must lie after the beginning."), field="ends_at"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}" if self.title else str(self.number)


class SittingPresenceQuerySet(models.QuerySet["SittingPresence"]):
    """Seen with the delegation whose presence it tells of."""

    def visible_to(self, actor: "Actor") -> "SittingPresenceQuerySet":
        """Staff see all, a participant its own."""
        return self.filter(delegation__in=Delegation.objects.visible_to(actor))


STATE_OF_SITTING = (
    "SELECT CASE WHEN OLD.presence <> 'unknown' OR NOT m.is_incomplete THEN m.state END "
    "FROM meetings_sitting s JOIN meetings_meeting m ON m.id = s.meeting_id WHERE s.id = OLD.sitting_id"
)


@kept(fixed=("sitting", "delegation"))
@closed_once(sitting=OF_CONCLUDED, unless=IS_CORRECTION, says=UNSAID)
@fixed_once_concluded("presence", state=STATE_OF_SITTING)
@tracked
class SittingPresence(Identified, Corrected):
    """How a delegation was present at a sitting; a correction has the reason that stands with the meeting."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, verbose_name=_("sitting"), related_name="presences")
    delegation = models.ForeignKey(
        Delegation, models.CASCADE, verbose_name=_("delegation"), related_name="sitting_presences"
    )
    presence = models.CharField(_("presence"), max_length=16, choices=Presence.choices, default=Presence.UNKNOWN)

    objects = SittingPresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence at a sitting")
        verbose_name_plural = _("presence at sittings")
        ordering = ("sitting", "delegation", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "delegation"],
                name=say(
                    "presence_is_said_once_per_sitting",
                    _("The presence of this delegation at this sitting is recorded already."),
                    field="delegation",
                ),
            )
        ]

    def __str__(self) -> str:
        return labelled(self.delegation, self.get_presence_display())
