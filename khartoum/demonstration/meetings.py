"""The demonstration's meetings: a Senior Officials' Meeting and a ministerial one behind us, the next two ahead."""

from datetime import date

from foundation.actors import Actor
from foundation.related import Related
from khartoum.demonstration.moments import PARIS, Moments
from khartoum.demonstration.wording import by_language
from meetings.enums import Presence
from meetings.models import AgendaItem, Meeting, MeetingKind
from meetings.services.delegations import invite_delegations
from meetings.services.meetings import convene_meeting, hold_meeting, save_meeting
from meetings.services.presence import record_presence
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


def plan(code: str, kind: str, title: dict[str, str], begins_on: date, *, actor: Actor) -> Meeting:
    """Plan a meeting in Paris with the periodic report on its agenda."""
    meeting = Meeting(
        code=code,
        kind=MeetingKind.objects.get(code=kind),
        host=Party.objects.get(code="FR"),
        begins_on=begins_on,
        ends_on=begins_on,
        time_zone=PARIS,
        chair=presidency_in_chair(),
        **by_language("title", title),
        **by_language("city", CITY),
    )
    item = AgendaItem(number="1", position=1, **by_language("title", REPORT_ITEM))
    return save_meeting(
        meeting, actor=actor, version=None, creating=True, related=Related(children=[("meeting", item)])
    )


def convene(meeting: Meeting, moments: Moments, offset: int, *, actor: Actor) -> Meeting:
    """Convene it and invite everybody."""
    now = moments.morning(offset)
    meeting = convene_meeting(meeting, actor=actor, version=None, now=now)
    invite_delegations(meeting, actor=actor, version=None, now=now)
    meeting.refresh_from_db()
    return meeting


def hold(meeting: Meeting, moments: Moments, offset: int, *, actor: Actor) -> Meeting:
    """Record that it took place, and who was there."""
    presence = {
        delegation.pk: Presence.IN_PERSON if delegation.party.code in PRESENT else Presence.ABSENT
        for delegation in meeting.delegations.select_related("party")
    }
    now = moments.evening(offset)
    held = hold_meeting(meeting, actor=actor, version=None, now=now)
    return record_presence(held, actor=actor, version=None, now=now, presence=presence)
