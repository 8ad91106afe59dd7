"""Reads of the meetings app: who was there, at the meeting and at each sitting, and what is ahead."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, Prefetch, Q, QuerySet

from foundation.actors import Actor
from meetings.enums import AHEAD, OPEN_RECORDS, Presence, Reach
from meetings.models import Delegation, Meeting, SilenceAddressee, SilenceBreak, SilenceProcedure, Sitting
from parties.enums import PartyKind
from parties.models import Party

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


def with_presence(meetings: "QuerySet[Meeting]") -> "QuerySet[Meeting]":
    """Each meeting with the four counts as attributes of these names: one query for a whole list."""
    return meetings.annotate(**COUNTS)


def with_open_record(meetings: "QuerySet[Meeting]") -> "QuerySet[Meeting]":
    """Those whose record still takes decisions and statements (`permissions.is_record_open`)."""
    return meetings.filter(reduce(or_, (Q(state=state, is_incomplete=known) for state, known in OPEN_RECORDS)))


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
    planned = Meeting.objects.visible_to(actor).filter(ahead, state__in=AHEAD)
    return planned.order_by("begins_on", "pk")


MONTHS_AHEAD, MOST_AHEAD = timedelta(days=183), 4


def meetings_ahead_of(parties: Collection[Party], actor: Actor, today: date) -> "QuerySet[Meeting]":
    """The next meetings within half a year, each with `own_delegations`: those of these participants; two queries."""
    own = Delegation.objects.visible_to(actor).filter(party__in=parties).select_related("party")
    near = upcoming_meetings(actor, today).filter(begins_on__lte=today + MONTHS_AHEAD)
    return near.prefetch_related(Prefetch("delegations", own, to_attr="own_delegations"))[:MOST_AHEAD]


@dataclass(frozen=True)
class Standing:
    """What the Chair sees before declaring: what came in time, what came after, who was not reached, who is on hold."""

    in_time: list[SilenceBreak]
    afterwards: list[SilenceBreak]
    not_reached: list[SilenceAddressee]
    on_hold: list[SilenceAddressee]
    asked: int


def standing(procedure: SilenceProcedure, language: str) -> Standing:
    """The standing of a silence procedure, participants in alphabetical order; two queries.

    It takes no actor, because it is the workbench's alone: whoever enters there reads every addressee and every break
    (their `visible_to`). A page for anybody else would have to ask those.
    """
    order = f"party__sort_{language}"
    breaks = list(procedure.breaks.select_related("party").order_by("received_at", "pk"))
    asked = list(procedure.addressees.select_related("party").order_by(order, "pk"))
    end = procedure.closes_at
    return Standing(
        in_time=[one for one in breaks if end is not None and one.received_at <= end],
        afterwards=[one for one in breaks if end is None or one.received_at > end],
        not_reached=[one for one in asked if one.reach in {Reach.VACANT, Reach.BOUNCED}],
        on_hold=[one for one in asked if one.reach == Reach.ON_HOLD],
        asked=len(asked),
    )
