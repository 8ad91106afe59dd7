"""The right moment of a step: in working hours of whoever it reaches, and never past the moment that is due. Pure."""

from datetime import datetime, timedelta
from typing import NamedTuple

from notifications.calendars import Calendar
from notifications.enums import Anchor


class Rung(NamedTuple):
    """A step as the moment knows it: counted from which day, and by how many."""

    anchor: str
    offset_days: int

    @property
    def is_after(self) -> bool:
        """Whether it lies after the day that is due."""
        return self.anchor == Anchor.DUE and self.offset_days > 0


def moment_of(step: Rung, *, opened_at: datetime, due_at: datetime, calendar: Calendar) -> datetime:
    """When the step is taken for somebody of this calendar (UTC).

    The day is counted on the recipient's own calendar, from the local day of the anchor; the moment is the first
    opening on that day or after it. A step that would so come at or past the due moment is taken at the last opening
    before it; one that lies after the due day is never taken before it is over.
    """
    anchor = opened_at if step.anchor == Anchor.OPENED else due_at
    day = anchor.astimezone(calendar.zone).date() + timedelta(days=step.offset_days)
    first = calendar.first_from(day).opens_at
    if step.is_after or first < due_at:
        return first
    return calendar.last_before(due_at).opens_at
