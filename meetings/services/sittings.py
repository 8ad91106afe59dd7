"""Sittings go with the days of their meeting: as many days on, at the same hour of the clock where it meets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from foundation.errors import RuleBroken
from foundation.related import Related
from meetings.models import Meeting, Sitting
from meetings.models.corrections import MARK
from meetings.services.corrections import mark_alike

OUTSIDE = _(
    "Sitting %(number)s would not lie within the days of the meeting. Give it another beginning and end in the list of "
    "sittings, or leave them empty; or choose other days."
)
Moments = tuple[datetime | None, datetime | None]


@dataclass(frozen=True)
class Timetable:
    """The days of a meeting and the moments of its sittings, by their key, before a form changed them."""

    begins_on: date | None
    ends_on: date | None
    time_zone: str
    sittings: dict[int, Moments]

    def is_frame_of(self, meeting: Meeting) -> bool:
        """Whether the meeting still has these days, in this zone."""
        return (self.begins_on, self.ends_on, self.time_zone) == (
            meeting.begins_on,
            meeting.ends_on,
            meeting.time_zone,
        )


def timetable(meeting: Meeting) -> Timetable:
    """As it stands now; the caller holds the meeting's lock. One that is being planned has no sittings yet."""
    sittings = meeting.sittings.all() if meeting.pk is not None else ()
    moments = {one.pk: (one.begins_at, one.ends_at) for one in sittings}
    return Timetable(meeting.begins_on, meeting.ends_on, meeting.time_zone, moments)


def move_sittings(meeting: Meeting, before: Timetable, changes: Related) -> int:
    """Move with the days what keeps its moments in the same form; gives how many sittings moved.

    Those that the form brings are moved unsaved: each row is written once, as its correction is noted once. A meeting
    that becomes longer or shorter keeps its sittings where they are, as long as they lie within its days. Raises
    `RuleBroken` where one would lie outside them.
    """
    brought = [child for _key, child in changes.children if isinstance(child, Sitting)]
    timed = [one for one in _all_of(meeting, brought) if one.begins_at or one.ends_at]
    kept = [one for one in timed if before.sittings.get(one.pk) == (one.begins_at, one.ends_at)]
    days = _days_moved(meeting, before, timed)
    for sitting in kept if days else ():
        _move(sitting, days, ZoneInfo(meeting.time_zone))
        if sitting not in brought:
            mark_alike([sitting], meeting)
            sitting.save(update_fields=["begins_at", "ends_at", *MARK])
    _check_within(meeting, [one for one in timed if one not in kept] if before.is_frame_of(meeting) else timed, before)
    return len(kept) if days else 0


def _all_of(meeting: Meeting, brought: Iterable[Sitting]) -> list[Sitting]:
    """The sittings of the meeting as they will stand, those that are new among them."""
    by_key = {one.pk: one for one in brought if one.pk is not None}
    standing = [by_key.get(one.pk, one) for one in meeting.sittings.order_by("pk")]
    return [*standing, *(one for one in brought if one.pk is None)]


def _days_moved(meeting: Meeting, before: Timetable, timed: Iterable[Sitting]) -> int:
    if meeting.begins_on is None or before.begins_on is None:
        return 0
    same_length = _length(meeting.begins_on, meeting.ends_on) == _length(before.begins_on, before.ends_on)
    if not same_length and all(_lies_within(meeting, sitting) for sitting in timed):
        return 0
    return (meeting.begins_on - before.begins_on).days


def _length(begins_on: date, ends_on: date | None) -> timedelta | None:
    return ends_on - begins_on if ends_on is not None else None


def _move(sitting: Sitting, days: int, zone: ZoneInfo) -> None:
    later = timedelta(days=days)
    sitting.begins_at = sitting.begins_at and sitting.begins_at.astimezone(zone) + later
    sitting.ends_at = sitting.ends_at and sitting.ends_at.astimezone(zone) + later


def _lies_within(meeting: Meeting, sitting: Sitting) -> bool:
    """Whether it begins on a day of the meeting, as far as its days are known; it may end after midnight."""
    moment = sitting.begins_at or sitting.ends_at
    if moment is None or meeting.begins_on is None:
        return True
    day = moment.astimezone(ZoneInfo(meeting.time_zone)).date()
    return meeting.begins_on <= day and (meeting.ends_on is None or day <= meeting.ends_on)


def _check_within(meeting: Meeting, sittings: Iterable[Sitting], before: Timetable) -> None:
    outside = next((one for one in sittings if not _lies_within(meeting, one)), None)
    if outside is None:
        return
    moved = "begins_on" if meeting.begins_on != before.begins_on else "ends_on"
    raise RuleBroken(OUTSIDE % {"number": outside.number}, field=None if before.is_frame_of(meeting) else moved)
