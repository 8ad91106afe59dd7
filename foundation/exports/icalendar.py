"""Writes a calendar that programs subscribe to (RFC 5545): moments in UTC, whole days as days, what is off as off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event, vUri

MEDIA_TYPE = "text/calendar; charset=utf-8"
UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands where nobody recorded when an entry was last changed: the format asks for a moment."""
REFRESH = timedelta(hours=6)
"""How often programs are asked to look again."""
Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: on whole days from `begins` to `ends` (both count), or at a moment in UTC.

    `uid` never changes, `sequence` never falls; `changed_at` is when it was last changed, if that is known.
    """

    uid: str
    title: str
    begins: date | datetime
    ends: date | None = None
    status: Status = "CONFIRMED"
    sequence: int = 0
    changed_at: datetime | None = None
    place: str = ""
    address: str = ""


def calendar_of(entries: Iterable[Entry], *, name: str, language: str) -> bytes:
    """The calendar as bytes; lines are folded and texts escaped by the library."""
    calendar = Calendar()
    calendar.add("prodid", "-//Khartoum Process//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name, parameters={"language": language})
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, language))
    return bytes(calendar.to_ical())


def _event(entry: Entry, language: str) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at or UNKNOWN)
    event.add("summary", entry.title, parameters={"language": language})
    event.add("dtstart", entry.begins)
    if not isinstance(entry.begins, datetime):
        event.add("dtend", (entry.ends or entry.begins) + timedelta(days=1))
    event.add("status", entry.status)
    event.add("sequence", entry.sequence)
    event.add("transp", "TRANSPARENT")
    if entry.changed_at:
        event.add("last-modified", entry.changed_at)
    if entry.place:
        event.add("location", entry.place, parameters={"language": language})
    if entry.address:
        event.add("url", vUri(entry.address))
    return event
