"""Reads of the meetings app: who was there, at the meeting and at each sitting, and what is ahead."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from foundation.actors import Actor
from meetings.enums import MeetingState, Presence
from meetings.models import Meeting, Sitting
from parties.enums import PartyKind

PRESENT = Q(delegations__presence__in=[Presence.IN_PERSON, Presence.REMOTE])
COUNTED = Q(delegations__counts_in_n=True)
STATES = COUNTED & Q(delegations__party__kind=PartyKind.STATE)
ORGANISATIONS = COUNTED & Q(delegations__party__kind=PartyKind.ORGANISATION)
COUNTS = {
    "present_states": Count("delegations", filter=STATES & PRESENT),
    "invited_states": Count("delegations", filter=STATES),
    "present_organisations": Count("delegations", filter=ORGANISATIONS & PRESENT),
    "invited_organisations": Count("delegations", filter=ORGANISATIONS),
}


@dataclass(frozen=True)
class PresenceCount:
    """n of N, States and organisations apart."""

    present_states: int
    invited_states: int
    present_organisations: int
    invited_organisations: int


def presence_count(meeting: Meeting) -> PresenceCount:
    """How many of the invited participants that count were present."""
    return PresenceCount(**Meeting.objects.filter(pk=meeting.pk).aggregate(**COUNTS))


def with_presence(meetings: "QuerySet[Meeting]") -> "QuerySet[Meeting]":
    """Each meeting with the four counts as attributes of these names: one query for a whole list."""
    return meetings.annotate(**COUNTS)


AT_SITTING = Q(presences__presence__in=[Presence.IN_PERSON, Presence.REMOTE], presences__delegation__counts_in_n=True)


def with_sitting_presence(sittings: "QuerySet[Sitting]") -> "QuerySet[Sitting]":
    """Each sitting with `present_states` and `present_organisations`; N is the meeting's."""
    return sittings.annotate(
        present_states=Count("presences", filter=AT_SITTING & Q(presences__delegation__party__kind=PartyKind.STATE)),
        present_organisations=Count(
            "presences", filter=AT_SITTING & Q(presences__delegation__party__kind=PartyKind.ORGANISATION)
        ),
    )


def upcoming_meetings(actor: Actor, today: date) -> "QuerySet[Meeting]":
    """Meetings ahead or under way that the actor may see, the next one first; those without a day come last."""
    ahead = Q(begins_on=None) | Q(begins_on__gte=today) | Q(ends_on__gte=today)
    planned = Meeting.objects.visible_to(actor).filter(ahead, state__in=[MeetingState.PLANNED, MeetingState.CONVENED])
    return planned.order_by("begins_on", "pk")
