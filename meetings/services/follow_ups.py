"""What a decision asks for is moved, and carried over to a later meeting while it is not done."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.errors import RuleBroken
from foundation.ledger.services import record
from foundation.localized import LANGUAGES
from foundation.search.services import refresh
from meetings.enums import TOOK_PLACE
from meetings.models import FollowUp, Meeting
from meetings.services.asking import ask_for_follow_up
from meetings.services.on_record import readers_of_record, set_texts
from meetings.workflow import FOLLOW_UP


@transaction.atomic
def start_follow_up(follow_up: FollowUp, *, actor: Actor, version: int | None, now: datetime) -> FollowUp:  # noqa: ARG001 -- a step of the workbench names the moment
    """Note that work on it has begun."""
    return _step(follow_up, "start", "follow_up.started", actor=actor, version=version)


@transaction.atomic
def finish_follow_up(
    follow_up: FollowUp,
    *,
    actor: Actor,
    version: int | None,
    now: datetime,  # noqa: ARG001 -- a step of the workbench names the moment
    note: str = "",
) -> FollowUp:
    """Note that it is done."""
    return _step(follow_up, "finish", "follow_up.finished", actor=actor, version=version, note=note)


@transaction.atomic
def drop_follow_up(
    follow_up: FollowUp,
    *,
    actor: Actor,
    version: int | None,
    now: datetime,  # noqa: ARG001 -- a step of the workbench names the moment
    note: str,
) -> FollowUp:
    """Note, with the reason, that it is no longer pursued."""
    if not note.strip():
        raise RuleBroken(_("Say why it is no longer pursued."), field="note")
    return _step(follow_up, "drop", "follow_up.dropped", actor=actor, version=version, note=note)


@transaction.atomic
def carry_over_follow_up(
    follow_up: FollowUp,
    *,
    meeting: Meeting,
    actor: Actor,
    version: int | None,
    now: datetime,  # noqa: ARG001 -- a step of the workbench names the moment
    due_on: date | None = None,
) -> FollowUp:
    """Carry it over at a later meeting: the old one is closed as carried over, a new one names it."""
    old = _step(follow_up, "carry_over", "follow_up.carried_over", actor=actor, version=version)
    if not _is_later(meeting, old.decision.meeting):
        raise RuleBroken(_("Choose a later meeting that took place."), field="meeting")
    new = FollowUp(
        decision=old.decision, owner=old.owner, due_on=due_on or old.due_on, carried_from=old, carried_at=meeting
    )
    set_texts(new, "title", {code: getattr(old, f"title_{code}") for code in LANGUAGES})
    new.save(force_insert=True)
    refresh([new])
    ask_for_follow_up(new, now=actor.now)
    audience, facts = readers_of_record(old.decision.meeting), {"meeting": meeting.code}
    record(new, "follow_up.opened", actor=actor, audience=audience, facts=facts)
    return new


def _is_later(meeting: Meeting, decided_at: Meeting) -> bool:
    if meeting.state not in TOOK_PLACE or meeting.pk == decided_at.pk:
        return False
    return meeting.begins_on is None or decided_at.begins_on is None or meeting.begins_on >= decided_at.begins_on


def _step(
    follow_up: FollowUp, step: str, kind: str, *, actor: Actor, version: int | None, note: str | None = None
) -> FollowUp:
    current = FOLLOW_UP.apply(follow_up, step, actor=actor, version=version)
    if note is not None:
        current.note = note.strip()
    current.save(update_fields=["state", "note", "version"])
    ask_for_follow_up(current, now=actor.now)
    record(current, kind, actor=actor, audience=readers_of_record(current.decision.meeting))
    return current
