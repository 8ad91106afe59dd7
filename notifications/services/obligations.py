"""Opening, moving and closing requests, in the transaction of the change that causes it. All may be repeated."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, QuerySet

from notifications.models import Obligation
from notifications.models.obligations import uuid_of
from parties.models import Authority, Party

RENEWED = ("close_reason", "closed_facts", "next_step_at")
ASKED_SO = ("offices", "due_at", "due_zone", "waits_until")
"""Until when it is asked, of which offices, and from when they are reminded."""


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
    asked = Obligation.of(subject, kind, party, offices=offices, due_at=due_at, due_zone=due_zone, authority=authority)
    asked.opened_at = now
    open_obligations([asked])


def open_obligations(obligations: Iterable[Obligation]) -> None:
    """The same for many at once, in one statement. The next sweep looks at each."""
    rows = list(obligations)
    for row in rows:
        row.next_step_at = row.opened_at
    Obligation.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["authority", *ASKED_SO, "closed_at", *RENEWED],
    )


def renew_obligations(obligations: Iterable[Obligation]) -> int:
    """Let what these (unsaved) say hold for those of them that are still open: date, offices, wait. How many there are.

    One statement, whatever their number; the next sweep looks at each.
    """
    wanted = {row.key: row for row in obligations}
    rows = list(Obligation.objects.open().filter(key__in=wanted).order_by("pk").select_for_update(no_key=True))
    for row in rows:
        for column in ASKED_SO:
            setattr(row, column, getattr(wanted[row.key], column))
        row.next_step_at = row.opened_at
    return Obligation.objects.bulk_update(rows, [*ASKED_SO, "next_step_at"]) if rows else 0


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
