"""Reads of requests: where the rows disagree with what their owners say."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from notifications.models import Obligation
from notifications.registry import Truth, kinds_with_truth, owner_of, truth_of


class Drift(NamedTuple):
    """A request and the truth disagree: left_open, closed_too_early, never_opened, other_date or no_owner."""

    problem: str
    kind: str
    subject_uuid: UUID


def drift() -> Iterator[Drift]:
    """Compare every row with what the owner of its kind says, and what is truly asked with the rows."""
    told = set(kinds_with_truth())
    subjects: dict[str, dict[UUID, bool]] = defaultdict(dict)
    rows = Obligation.objects.exclude(kind__in=told).order_by("kind", "subject_uuid")
    for kind, subject, closed_at in rows.values_list("kind", "subject_uuid", "closed_at").iterator():
        subjects[kind][subject] = subjects[kind].get(subject, False) or closed_at is None
    for kind, is_open in subjects.items():
        yield from _by_subject(kind, is_open)
    for kind in sorted(told):
        yield from _by_request(kind, truth_of(kind))


def _by_subject(kind: str, is_open: dict[UUID, bool]) -> Iterator[Drift]:
    owner = owner_of(kind)
    if owner is None:
        yield from (Drift("no_owner", kind, subject) for subject in is_open)
        return
    truly_open = set(owner.still_open(list(is_open)))
    for subject, says_open in is_open.items():
        if says_open != (subject in truly_open):
            yield Drift("left_open" if says_open else "closed_too_early", kind, subject)
    if owner.dates is not None:
        yield from _by_date(kind, owner.dates(truly_open))


def _by_date(kind: str, dates: Mapping[UUID, tuple[datetime, str]]) -> Iterator[Drift]:
    rows = Obligation.objects.open().filter(kind=kind, subject_uuid__in=dates).order_by("subject_uuid")
    for subject, due_at, due_zone in rows.values_list("subject_uuid", "due_at", "due_zone"):
        if (due_at, due_zone) != dates[subject]:
            yield Drift("other_date", kind, subject)


def _by_request(kind: str, truth: Truth) -> Iterator[Drift]:
    wanted = {row.key: row for row in truth(None)}
    standing = {row.key: row for row in Obligation.objects.filter(kind=kind)}
    for key, row in wanted.items():
        stands = standing.get(key)
        if stands is None:
            yield Drift("never_opened", kind, row.subject_uuid)
        elif stands.closed_at is not None:
            yield Drift("closed_too_early", kind, row.subject_uuid)
        elif (stands.due_at, stands.due_zone) != (row.due_at, row.due_zone):
            yield Drift("other_date", kind, row.subject_uuid)
    for key, stands in standing.items():
        if stands.closed_at is None and key not in wanted:
            yield Drift("left_open", kind, stands.subject_uuid)
