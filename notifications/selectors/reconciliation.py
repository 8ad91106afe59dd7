"""Reads of requests: where the rows disagree with what their owners say."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from notifications.models import Obligation
from notifications.registry import owner_of


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
