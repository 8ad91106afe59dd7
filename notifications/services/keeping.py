"""Lets the rows say what the owners of a kind say: opened, moved and closed in the transaction of the change."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from notifications.models import Obligation
from notifications.registry import kinds_that_are_owned, truth_of
from notifications.services.obligations import open_obligations

SAID = ("due_at", "due_zone", "offices", "authority_id", "waits_until")
"""What the truth says of a request that stands."""


@transaction.atomic
def keep_asked(kind: str, subjects: Collection[UUID] | None, *, now: datetime, reason: str = "done") -> int:
    """Let exactly what the owner of the kind says be asked about these subjects (None: about all of them).

    Called after the change it follows from, in its transaction. `reason` is the code for what is asked no longer. How
    many rows were written; what stands as it should is left alone.
    """
    if subjects is not None and not subjects:
        return 0
    _hold(kind, subjects)
    wanted = {row.key: row for row in truth_of(kind)(subjects)}
    rows = Obligation.objects.filter(kind=kind).to_compare(wanted.keys())
    standing = {row.key: row for row in (rows if subjects is None else rows.filter(subject_uuid__in=subjects))}
    fresh = [row for key, row in wanted.items() if key not in standing or differs(standing[key], row)]
    for row in fresh:
        row.opened_at = now
    open_obligations(fresh)
    gone = [row.pk for key, row in standing.items() if row.closed_at is None and key not in wanted]
    return len(fresh) + _close(gone, now, reason)


def _hold(kind: str, subjects: Collection[UUID] | None) -> None:
    """Until commit nobody else keeps requests about these: the second reads what the first has made true.

    Meetings move without their reports' locks; so the truth is read, and written, by one at a time.
    """
    with connection.cursor() as cursor:
        if subjects is None:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [kind])
            return
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(hashtext(%s)) UNION ALL"
            " SELECT pg_advisory_xact_lock(hashtext(%s), one.number)"
            " FROM (SELECT DISTINCT hashtext(u) AS number FROM unnest(%s::text[]) u ORDER BY 1) one",
            [kind, kind, [str(subject) for subject in subjects]],
        )


def differs(standing: Obligation, wanted: Obligation) -> bool:
    """Whether the row that stands says something else than the truth."""
    return standing.closed_at is not None or any(getattr(standing, name) != getattr(wanted, name) for name in SAID)


def _close(keys: Iterable[int], now: datetime, reason: str) -> int:
    rows = Obligation.objects.open().filter(pk__in=keys) if keys else Obligation.objects.none()
    return rows.update(closed_at=now, close_reason=reason, closed_facts={}, next_step_at=None)


def keep_asked_of(party_id: int, *, now: datetime) -> int:
    """Let what is open to a participant be asked as the owners say now; how many rows were written."""
    asked: dict[str, set[UUID]] = defaultdict(set)
    for kind, subject in Obligation.objects.open().filter(party=party_id).values_list("kind", "subject_uuid"):
        asked[kind].add(subject)
    return sum(keep_asked(kind, asked[kind], now=now, reason="aligned") for kind in kinds_that_are_owned())


def align(*, now: datetime) -> dict[str, int]:
    """Let all rows say what their owners say; by kind, how many were written."""
    return {kind: keep_asked(kind, None, now=now, reason="aligned") for kind in kinds_that_are_owned()}
