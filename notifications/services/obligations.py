"""Opening, moving and closing requests, in the transaction of the change that causes it. All may be repeated."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, QuerySet

from notifications.models import Obligation
from notifications.models.obligations import uuid_of
from parties.models import Party

RENEWED = ("close_reason", "closed_facts", "next_step_at")
ASKED_SO = ("offices", "due_at", "due_zone", "waits_until")
"""Until when it is asked, of which offices, and from when they are reminded."""


def open_obligations(obligations: Iterable[Obligation]) -> None:
    """Ask all of this, in one statement. The next sweep looks at each.

    Asked already: due moment, offices and wait become these. Closed already: it is asked again.
    """
    rows = list(obligations)
    for row in rows:
        row.next_step_at = row.opened_at
    Obligation.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["authority", *ASKED_SO, "closed_at", *RENEWED],
    )


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
    closed = {"closed_at": now, "close_reason": reason, "closed_facts": dict(facts or {})}
    return _open_ones(subject, kind, party).update(**closed, next_step_at=None)


def _open_ones(subject: models.Model, kind: str, party: Party | None) -> QuerySet[Obligation]:
    rows = Obligation.objects.open().filter(kind=kind, subject_uuid=uuid_of(subject))
    return rows.filter(party=party) if party else rows


def look_again(rows: QuerySet[Obligation]) -> None:
    """Something changed that the steps of these depend on: the next sweep looks at those still open."""
    rows.filter(closed_at=None).update(next_step_at=F("opened_at"))
