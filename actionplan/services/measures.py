"""Writes what measures an activity: milestones and indicators. Each write gives the activity its next version first."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actionplan.enums import ActivityState
from actionplan.models import Activity, Indicator, IndicatorTarget, IndicatorValue, Milestone
from actionplan.permissions import can_edit_item
from actionplan.services.asking import ask_about
from actionplan.services.plans import readers_of
from actionplan.workflow import MILESTONE
from foundation.actors import Actor, made_again
from foundation.base import touch
from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.services import record
from foundation.related import Related


@transaction.atomic
def reach_milestone(
    milestone: Milestone, *, actor: Actor, version: int | None, now: datetime, reached_on: date
) -> Milestone:
    """A milestone was reached on a day. `version` is the activity's. Raises `RuleBroken` for a day still ahead.

    Today is what the clock of the reader says, which the workbench has set.
    """
    if reached_on > timezone.localdate(now):
        raise RuleBroken(_("This day is still ahead."), field="reached_on")
    return _step(milestone, "reach", "milestone.reached", actor=actor, version=version, reached_on=reached_on)


@transaction.atomic
def drop_milestone(milestone: Milestone, *, actor: Actor, version: int | None, now: datetime) -> Milestone:  # noqa: ARG001 -- a step names the moment
    """A milestone is no longer pursued."""
    return _step(milestone, "drop", "milestone.dropped", actor=actor, version=version, reached_on=None)


@transaction.atomic
def pursue_milestone(milestone: Milestone, *, actor: Actor, version: int | None, now: datetime) -> Milestone:  # noqa: ARG001 -- a step names the moment
    """A milestone counts as ahead again."""
    return _step(milestone, "pursue", "milestone.resumed", actor=actor, version=version, reached_on=None)


@transaction.atomic
def save_indicator(
    indicator: Indicator, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> Indicator:
    """Change an indicator with its targets and values; `version` is the activity's.

    Raises `StaleVersion`, `NotAllowed`, or `RuleBroken` for a point that says nothing.
    """
    _touch(indicator.activity, version, actor)
    changes = related or Related()
    for _key, point in changes.children:
        _check_point(indicator, point)  # type: ignore[arg-type]  # -- an indicator's children are its points
    indicator.save(force_insert=creating, force_update=not creating)
    changes.write(indicator)
    _note(indicator, "indicator.created" if creating else "indicator.changed", actor, indicator.activity)
    return indicator


def _touch(activity: Activity, version: int | None, actor: Actor) -> None:
    touch(activity, version=version, states=ActivityState.values)
    if not can_edit_item(made_again(actor), activity):
        raise NotAllowed


def _check_point(indicator: Indicator, point: IndicatorTarget | IndicatorValue) -> None:
    if indicator.is_qualitative and not point.text:
        raise RuleBroken(_("This indicator is qualitative: say it in words."), field="text")
    if not indicator.is_qualitative and point.value is None:
        raise RuleBroken(_("Give a number, in the unit of the indicator."), field="value")


def _step(
    milestone: Milestone, name: str, kind: str, *, actor: Actor, version: int | None, reached_on: date | None
) -> Milestone:
    _touch(milestone.activity, version, actor)
    current = MILESTONE.apply(milestone, name, actor=actor, version=None)
    current.reached_on = reached_on
    current.save(update_fields=["state", "reached_on"])
    ask_about([current.activity], now=actor.now, reason=str(current.state))
    _note(current, kind, actor, current.activity)
    return current


def _note(obj: Milestone | Indicator, kind: str, actor: Actor, activity: Activity, **facts: str) -> None:
    audience = readers_of(activity.objective.plan)
    record(obj, kind, actor=actor, audience=audience, facts={"activity": str(activity.uuid), **facts})
