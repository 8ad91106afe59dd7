"""Writes activities and the steps of their status."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actionplan.enums import ActivityState
from actionplan.models import Activity, ActivityFollowUp
from actionplan.models.activities import HAS_A_DOMAIN
from actionplan.permissions import can_edit_item
from actionplan.services.asking import ask_about
from actionplan.services.plans import readers_of, supersede
from actionplan.workflow import ACTIVITY
from foundation.actors import Actor, made_again
from foundation.base import hold, save_seen, take_up, touch
from foundation.constraints import check_now
from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.services import record
from foundation.related import Related
from foundation.search.services import refresh
from meetings.models import FollowUp


@transaction.atomic
def save_activity(
    activity: Activity, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> Activity:
    """Enter an activity or change it, with its domains, paragraphs, supporting participants and children.

    Raises `NotAllowed`, `StaleVersion`, or `BrokenConstraint` for an activity without a domain.
    """
    hold(activity.objective.plan)  # whoever publishes it asks about what is in it, and does not see this yet
    take_up(activity, version=version, creating=creating)
    if not can_edit_item(made_again(actor), activity):
        raise NotAllowed
    save_seen(activity, version=version, creating=creating)
    (related or Related()).write(activity)
    check_now(HAS_A_DOMAIN)
    refresh([activity])
    ask_about([activity], now=actor.now)
    _note(activity, "activity.created" if creating else "activity.changed", actor)
    return activity


@transaction.atomic
def begin_activity(activity: Activity, *, actor: Actor, version: int, now: datetime) -> Activity:  # noqa: ARG001 -- a step names the moment
    """Work on it has begun."""
    return _step(activity, "begin", "activity.begun", actor=actor, version=version)


@transaction.atomic
def complete_activity(activity: Activity, *, actor: Actor, version: int, now: datetime) -> Activity:  # noqa: ARG001 -- a step names the moment
    """It is completed."""
    return _step(activity, "complete", "activity.completed", actor=actor, version=version)


@transaction.atomic
def reschedule_activity(activity: Activity, *, actor: Actor, version: int, now: datetime, ends_on: date) -> Activity:
    """It is to end on another day, still ahead. Raises `RuleBroken` for a day that has passed."""
    if ends_on < timezone.localdate(now):
        raise RuleBroken(_("Choose a day that is still ahead."), field="ends_on")
    return _step(activity, "reschedule", "activity.rescheduled", actor=actor, version=version, ends_on=ends_on)


@transaction.atomic
def carry_over_activity(activity: Activity, *, actor: Actor, version: int, now: datetime) -> Activity:  # noqa: ARG001 -- a step names the moment
    """The next Presidency goes on with it."""
    return _step(activity, "carry_over", "activity.carried_over", actor=actor, version=version)


@transaction.atomic
def cancel_activity(activity: Activity, *, actor: Actor, version: int, now: datetime) -> Activity:  # noqa: ARG001 -- a step names the moment
    """It will not take place; it stays in the plan and says so."""
    return _step(activity, "cancel", "activity.cancelled", actor=actor, version=version)


@transaction.atomic
def resume_activity(activity: Activity, *, actor: Actor, version: int, now: datetime) -> Activity:  # noqa: ARG001 -- a step names the moment
    """It is taken up again after it had been completed or cancelled."""
    return _step(activity, "resume", "activity.resumed", actor=actor, version=version)


@transaction.atomic
def supersede_activity(activity: Activity, *, by: Activity, actor: Actor, version: int, now: datetime) -> Activity:
    """Let another activity take the place of this one, which is never deleted. Raises `RuleBroken` for a circle."""
    current = supersede(activity, by, actor=actor, version=version)
    ask_about([current], now=now, reason="superseded")
    _note(current, "activity.superseded", actor, by=str(by.uuid))
    return current


@transaction.atomic
def tie_follow_up(
    activity: Activity, follow_up: FollowUp, *, actor: Actor, version: int | None = None
) -> ActivityFollowUp:
    """A follow-up of a decision bears on this activity: the chain closes (domain note, section 1).

    Raises `NotAllowed`, or `BrokenConstraint` when it is tied already.
    """
    touch(activity, version=version, states=ActivityState.values)
    if not can_edit_item(made_again(actor), activity):
        raise NotAllowed
    tie = ActivityFollowUp.objects.create(activity=activity, follow_up=follow_up)
    _note(activity, "activity.follow_up_tied", actor, follow_up=str(follow_up.uuid))
    return tie


def _step(activity: Activity, name: str, kind: str, *, actor: Actor, version: int, **changes: Any) -> Activity:
    current = ACTIVITY.apply(activity, name, actor=actor, version=version)
    for field, value in changes.items():
        setattr(current, field, value)
    current.save(update_fields=["state", "version", *changes])
    ask_about([current], now=actor.now, reason=str(current.state))
    _note(current, kind, actor)
    return current


def _note(activity: Activity, kind: str, actor: Actor, **facts: str) -> None:
    record(activity, kind, actor=actor, audience=readers_of(activity.objective.plan), facts=facts)
