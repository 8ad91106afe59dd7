"""Opening, moving and closing requests, in the transaction of the change that causes it. All may be repeated."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

from notifications.models import Obligation
from parties.models import Authority, Party


def obligation_key(subject: models.Model, kind: str, party: Party | None) -> str:
    """One request per subject, kind and participant."""
    return f"{kind}:{_uuid(subject)}:{party.code if party else 'staff'}"


def open_obligation(
    subject: models.Model,
    kind: str,
    *,
    party: Party | None,
    offices: Iterable[str],
    due_at: datetime,
    due_zone: str,
    now: datetime,
    authority: Authority | None = None,
) -> None:
    """Ask something of a participant (None: of staff) until `due_at` (UTC), a date announced in `due_zone`.

    Asked already: due moment and offices become these. Closed already: it is asked again.
    """
    open_obligations(
        [
            Obligation(
                key=obligation_key(subject, kind, party),
                kind=kind,
                subject_type=subject._meta.label_lower,
                subject_uuid=_uuid(subject),
                party=party,
                authority=authority,
                offices=sorted(offices),
                due_at=due_at,
                due_zone=due_zone,
                opened_at=now,
            )
        ]
    )


def open_obligations(obligations: Iterable[Obligation]) -> None:
    """The same for many at once, in one statement."""
    Obligation.objects.bulk_create(
        obligations,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["authority", "offices", "due_at", "due_zone", "closed_at", "close_reason", "closed_facts"],
    )


def move_obligation(
    subject: models.Model, kind: str, *, due_at: datetime, due_zone: str, party: Party | None = None
) -> int:
    """Give another due moment to what is still asked of the subject (of one participant only, if named)."""
    return _open_ones(subject, kind, party).update(due_at=due_at, due_zone=due_zone)


def close_obligation(
    subject: models.Model,
    kind: str,
    *,
    now: datetime,
    reason: str = "done",
    facts: Mapping[str, Any] | None = None,
    party: Party | None = None,
) -> int:
    """No longer asked, for a reason given as a code; `facts` hold ids and codes. How many were closed."""
    return _open_ones(subject, kind, party).update(closed_at=now, close_reason=reason, closed_facts=dict(facts or {}))


def _open_ones(subject: models.Model, kind: str, party: Party | None) -> QuerySet[Obligation]:
    rows = Obligation.objects.open().filter(kind=kind, subject_uuid=_uuid(subject))
    return rows.filter(party=party) if party else rows


def _uuid(subject: models.Model) -> UUID:
    return subject.uuid  # type: ignore[attr-defined]  # -- every subject is Identified
