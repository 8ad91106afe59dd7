"""Reads of requests: what is due, and where the rows disagree with what their owners say."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from foundation.actors import Actor
from notifications.models import Obligation, ObligationQuerySet
from notifications.registry import owner_of


def open_to(actor: Actor) -> ObligationQuerySet:
    """What is asked, as far as the reader may see it, the earliest due first."""
    return Obligation.objects.visible_to(actor).open().select_related("party").order_by("due_at", "id")


def due_this_month(actor: Actor, *, now: datetime, zone: str = "UTC") -> ObligationQuerySet:
    """What is awaited already and what falls due until the end of the month of `now` in the reader's zone."""
    here = now.astimezone(ZoneInfo(zone))
    year, month = (here.year + 1, 1) if here.month == 12 else (here.year, here.month + 1)  # noqa: PLR2004 -- December
    return open_to(actor).due_before(datetime(year, month, 1, tzinfo=ZoneInfo(zone)))


class Drift(NamedTuple):
    """A request and the truth disagree: `problem` is left_open, closed_too_early or no_owner."""

    problem: str
    kind: str
    subject_uuid: UUID


def drift() -> Iterator[Drift]:
    """Compare every row with what the owner of its kind says."""
    subjects: dict[str, dict[UUID, bool]] = defaultdict(dict)
    rows = Obligation.objects.order_by("kind", "subject_uuid").values_list("kind", "subject_uuid", "closed_at")
    for kind, subject, closed_at in rows.iterator():
        subjects[kind][subject] = subjects[kind].get(subject, False) or closed_at is None
    for kind, is_open in subjects.items():
        owner = owner_of(kind)
        if owner is None:
            yield from (Drift("no_owner", kind, subject) for subject in is_open)
            continue
        truly_open = set(owner.still_open(list(is_open)))
        for subject, says_open in is_open.items():
            if says_open != (subject in truly_open):
                yield Drift("left_open" if says_open else "closed_too_early", kind, subject)
