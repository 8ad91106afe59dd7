"""What waits for Presidency and Secretariat themselves: their own requests, with the things they are about."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models

from actionplan.models import Activity, Milestone
from documents.models import Document
from foundation.actors import Actor
from foundation.errors import Sentence
from foundation.screens import screen_of
from meetings.models import FollowUp, Meeting, SilenceProcedure
from notifications.models import Obligation
from notifications.registry import label_of
from reports.models import ConsolidatedReport

MOST = 20
"""How many are shown, the first to fall due first."""
ABOUT: Sequence[type[models.Model]] = (
    *(ConsolidatedReport, Meeting, SilenceProcedure, FollowUp),
    *(Activity, Milestone, Document),
)
"""What staff are asked about."""


@dataclass(frozen=True)
class Waiting:
    """One request of staff: what is to be done, with which thing, until when (UTC, and the zone it was set in)."""

    label: Sentence
    subject: models.Model
    href: str
    due_at: datetime
    due_zone: str
    is_past: bool


def waits_for_staff(actor: Actor, *, now: datetime, ahead: timedelta) -> list[Waiting]:
    """Their open requests whose date has passed or comes within `ahead`; one query for each kind of thing, at most."""
    asked = Obligation.objects.visible_to(actor).open().filter(party=None, due_at__lte=now + ahead)
    rows = list(asked.order_by("due_at", "pk")[:MOST])
    subjects = _subjects(rows, actor)
    return [
        Waiting(label_of(row.kind), subject, screen_of(subject), row.due_at, row.due_zone, row.due_at <= now)
        for row in rows
        if (subject := subjects.get(row.subject_uuid)) is not None
    ]


def _subjects(rows: list[Obligation], actor: Actor) -> dict[UUID, models.Model]:
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        wanted[row.subject_type].add(row.subject_uuid)
    return {
        subject.uuid: subject
        for model in ABOUT
        if (uuids := wanted.get(model._meta.label_lower))
        for subject in model._default_manager.all().visible_to(actor).filter(uuid__in=uuids)  # type: ignore[attr-defined]  # -- each of these has readers of its own
    }
