"""The demonstration's meetings: a Senior Officials' Meeting and a ministerial one behind us, the next two ahead."""

from datetime import date, time

from foundation.actors import Actor
from foundation.related import Related
from khartoum.demonstration.moments import PARIS, Moments, in_paris
from khartoum.demonstration.wording import by_language
from meetings.enums import Presence
from meetings.models import AgendaItem, Meeting, MeetingKind, Sitting
from meetings.services.delegations import invite_delegations
from meetings.services.meetings import convene_meeting, hold_meeting, save_meeting
from meetings.services.presence import record_presence, record_sitting_presence
from parties.models import Party
from parties.selectors import presidency_in_chair

CITY = {"en": "Paris", "fr": "Paris", "ar": "باريس"}
REPORT_ITEM = {"en": "Periodic report", "fr": "Rapport périodique", "ar": "التقرير الدوري"}
PRESENT = (
    "AT",
    "DE",
    "EG",
    "ER",
    "ES",
    "ET",
    "FR",
    "GR",
    "IT",
    "KE",
    "NL",
    "SE",
    "SO",
    "SS",
    "TN",
    "UG",
    "ICMPD",
    "IOM",
)


SITTINGS = (
    (time(9, 30), time(12, 30), {"en": "Periodic report", "fr": "Rapport périodique", "ar": "التقرير الدوري"}),
    (time(14, 30), time(17, 0), {"en": "Next round", "fr": "Prochain cycle", "ar": "الدورة المقبلة"}),
)
"""Of a Senior Officials' Meeting: when each begins and ends in Paris, and what it is about."""
LEFT_AT_NOON, JOINED_REMOTELY = ("AT", "SS"), ("NL", "SO")


def plan(code: str, kind: str, title: dict[str, str], begins_on: date, *, actor: Actor) -> Meeting:
    """Plan a meeting in Paris with the periodic report on its agenda; one of senior officials has two sittings.

    The code ends with its number in the series.
    """
    meeting = Meeting(
        code=code,
        kind=MeetingKind.objects.get(code=kind),
        ordinal=int(code.rpartition("-")[2]),
        host=Party.objects.get(code="FR"),
        begins_on=begins_on,
        ends_on=begins_on,
        time_zone=PARIS,
        chair=presidency_in_chair(),
        **by_language("title", title),
        **by_language("city", CITY),
    )
    item = AgendaItem(number="1", position=1, **by_language("title", REPORT_ITEM))
    children = [item, *_sittings(begins_on)] if kind == "som" else [item]
    related = Related(children=[("meeting", child) for child in children])
    return save_meeting(meeting, actor=actor, version=None, creating=True, related=related)


def _sittings(day: date) -> list[Sitting]:
    return [
        Sitting(number=number, begins_at=in_paris(day, begins), ends_at=in_paris(day, ends), **by_language("title", on))
        for number, (begins, ends, on) in enumerate(SITTINGS, start=1)
    ]


def convene(meeting: Meeting, moments: Moments, offset: int, *, actor: Actor) -> Meeting:
    """Convene it and invite everybody."""
    now = moments.morning(offset)
    meeting = convene_meeting(meeting, actor=actor, version=None, now=now)
    invite_delegations(meeting, actor=actor, version=None, now=now)
    meeting.refresh_from_db()
    return meeting


def hold(meeting: Meeting, moments: Moments, offset: int, *, actor: Actor) -> Meeting:
    """Record that it took place, and who was there: at each sitting, where it has some."""
    now = moments.evening(offset)
    held = hold_meeting(meeting, actor=actor, version=None, now=now)
    came = {one.pk: _presence(one.party.code) for one in meeting.delegations.select_related("party")}
    sittings = list(held.sittings.order_by("number"))
    if not sittings:
        return record_presence(held, actor=actor, version=None, now=now, presence=came)
    left = meeting.delegations.filter(party__code__in=LEFT_AT_NOON).values_list("pk", flat=True)
    for sitting in sittings:
        gone = dict.fromkeys(left, Presence.EXCUSED) if sitting != sittings[0] else {}
        record_sitting_presence(sitting, actor=actor, version=None, now=now, presence=came | gone)
    held.refresh_from_db()
    return held


def _presence(party: str) -> Presence:
    if party not in PRESENT:
        return Presence.ABSENT
    return Presence.REMOTE if party in JOINED_REMOTELY else Presence.IN_PERSON
