"""Reads of requests: where the rows disagree with what their owners say."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from notifications.models import Obligation
from notifications.registry import kinds_that_are_owned, truth_of


class Drift(NamedTuple):
    """A request and the truth disagree: left_open, closed_too_early, never_opened, other_date or no_owner."""

    problem: str
    kind: str
    subject_uuid: UUID


def drift() -> Iterator[Drift]:
    """Compare every row with what the owner of its kind says, and what is truly asked with the rows."""
    owned = sorted(kinds_that_are_owned())
    orphans = Obligation.objects.exclude(kind__in=owned).order_by("kind", "subject_uuid")
    for kind, subject in orphans.values_list("kind", "subject_uuid").distinct():
        yield Drift("no_owner", kind, subject)
    for kind in owned:
        yield from _of(kind)


def _of(kind: str) -> Iterator[Drift]:
    wanted = {row.key: row for row in truth_of(kind)(None)}
    standing = {row.key: row for row in Obligation.objects.filter(kind=kind).to_compare(wanted.keys())}
    for key, row in wanted.items():
        problem = _problem(standing.get(key), row)
        if problem:
            yield Drift(problem, kind, row.subject_uuid)
    for key, stands in standing.items():
        if stands.closed_at is None and key not in wanted:
            yield Drift("left_open", kind, stands.subject_uuid)


def _problem(stands: Obligation | None, wanted: Obligation) -> str:
    if stands is None:
        return "never_opened"
    if stands.closed_at is not None:
        return "closed_too_early"
    return "" if _moments(stands) == _moments(wanted) else "other_date"


def _moments(row: Obligation) -> tuple[object, ...]:
    """Until when it is asked, on which clock, and from when it is reminded of."""
    return row.due_at, row.due_zone, row.waits_until
