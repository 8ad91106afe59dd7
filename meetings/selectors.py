"""Reads of the meetings app: who was there, and what is ahead."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from foundation.actors import Actor
from meetings.enums import MeetingState, Presence
from meetings.models import Meeting
from parties.enums import PartyKind

PRESENT = Q(presence__in=[Presence.IN_PERSON, Presence.REMOTE])


@dataclass(frozen=True)
class PresenceCount:
    """n of N, States and organisations apart."""

    present_states: int
    invited_states: int
    present_organisations: int
    invited_organisations: int


def presence_count(meeting: Meeting) -> PresenceCount:
    """How many of the invited participants that count were present."""
    states, organisations = Q(party__kind=PartyKind.STATE), Q(party__kind=PartyKind.ORGANISATION)
    counts = meeting.delegations.filter(counts_in_n=True).aggregate(
        present_states=Count("pk", filter=states & PRESENT),
        invited_states=Count("pk", filter=states),
        present_organisations=Count("pk", filter=organisations & PRESENT),
        invited_organisations=Count("pk", filter=organisations),
    )
    return PresenceCount(**counts)


def upcoming_meetings(actor: Actor, today: date) -> "QuerySet[Meeting]":
    """Meetings ahead that the actor may see, the next one first."""
    ahead = Meeting.objects.visible_to(actor).filter(begins_on__gte=today, state=MeetingState.CONVENED)
    return ahead.order_by("begins_on", "pk")
