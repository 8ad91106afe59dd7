"""Whether a change touches a record that is concluded, and then its day and its reason: never in silence."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models

from foundation.errors import RuleBroken
from foundation.localized import LANGUAGES
from foundation.related import Related
from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.models.corrections import SAY_WHY, Corrected

REASONS = tuple(f"correction_{code}" for code in LANGUAGES)


def note_correction(row: Corrected, stored: Corrected, *, meeting: Meeting, changed: bool, now: datetime) -> bool:
    """Mark `row` as corrected where what is recorded changes after the conclusion; gives whether it does.

    `meeting` is locked or held by the caller. Raises `RuleBroken` without a reason; what is no correction keeps the
    mark that stands.
    """
    corrects = changed and meeting.state == MeetingState.CONCLUDED
    if not corrects:
        for name in (*REASONS, "corrected_at"):
            setattr(row, name, getattr(stored, name))
    elif not any(getattr(row, name).strip() for name in REASONS):
        raise RuleBroken(SAY_WHY, field=REASONS[0])
    else:
        row.corrected_at = now
    return corrects


def mark_alike(rows: Iterable[Corrected], corrected: Corrected) -> None:
    """Give rows that were corrected together the day and the reason of one of them."""
    for row in rows:
        for name in (*REASONS, "corrected_at"):
            setattr(row, name, getattr(corrected, name))


def differs(row: models.Model, stored: models.Model, names: Iterable[str]) -> bool:
    """Whether one of these fields says something else than is stored."""
    return any(getattr(row, name) != getattr(stored, name) for name in names)


def brings_others(stored: models.Model, related: Related | None) -> bool:
    """Whether other links are chosen, or children written or removed."""
    if related is None:
        return False
    chosen = related.many.items()
    return bool(related.children or related.removed) or any(
        {one.pk for one in rows} != set(getattr(stored, name).values_list("pk", flat=True)) for name, rows in chosen
    )
