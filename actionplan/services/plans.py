"""Writes plans and their objectives; an item of a plan is superseded, never deleted."""

from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from actionplan.models import Activity, Objective, Plan
from actionplan.permissions import can_edit_item, can_edit_plan, can_publish_plan
from actionplan.services.asking import ask_about
from foundation.actors import Actor, made_again
from foundation.base import lock, lock_seen, save_seen, take_up
from foundation.errors import NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.audience import PUBLIC, STAFF, Audience
from foundation.ledger.services import record
from foundation.related import Related
from foundation.search.services import refresh

Item = TypeVar("Item", Objective, Activity)


def readers_of(plan: Plan) -> Audience:
    """Who may be told of what happens in a plan."""
    return PUBLIC if plan.is_published else STAFF


@transaction.atomic
def save_plan(plan: Plan, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None) -> Plan:
    """Enter a plan or change it, as a form left it. Raises `NotAllowed` or `StaleVersion`."""
    take_up(plan, version=version, creating=creating)
    if not can_edit_plan(made_again(actor), plan):
        raise NotAllowed
    save_seen(plan, version=version, creating=creating)
    (related or Related()).write(plan)
    refresh([plan])
    record(plan, f"plan.{'created' if creating else 'changed'}", actor=actor, audience=readers_of(plan))
    return plan


@transaction.atomic
def publish_plan(plan: Plan, *, actor: Actor, version: int, now: datetime) -> Plan:
    """Show a plan with all its items to everybody. Raises `StaleVersion` or `NotAllowed`."""
    current = lock_seen(plan, version=version)
    if not can_publish_plan(made_again(actor), current):
        raise NotAllowed
    current.is_published = True
    current.version += 1
    current.save(update_fields=["is_published", "version"])
    items = list(Activity.objects.filter(objective__plan=current))
    refresh([current, *current.objectives.all(), *items])
    ask_about(items, now=now)
    record(current, "plan.published", actor=actor, audience=PUBLIC)
    return current


@transaction.atomic
def save_objective(
    objective: Objective, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> Objective:
    """Enter an objective or change it. Raises `NotAllowed` or `StaleVersion`."""
    take_up(objective, version=version, creating=creating)
    if not can_edit_item(made_again(actor), objective):
        raise NotAllowed
    save_seen(objective, version=version, creating=creating)
    (related or Related()).write(objective)
    refresh([objective])
    kind = f"objective.{'created' if creating else 'changed'}"
    record(objective, kind, actor=actor, audience=readers_of(objective.plan))
    return objective


@transaction.atomic
def supersede_objective(objective: Objective, *, by: Objective, actor: Actor, version: int, now: datetime) -> Objective:  # noqa: ARG001 -- a step of the workbench names the moment
    """Let another objective take the place of this one, which stays readable."""
    current = supersede(objective, by, actor=actor, version=version)
    record(
        current,
        "objective.superseded",
        actor=actor,
        audience=readers_of(current.plan),
        facts={"by": str(by.uuid)},
    )
    return current


def supersede(item: Item, by: Item, *, actor: Actor, version: int) -> Item:
    """Put `by` in the place of `item`, both locked in one order for everybody.

    Raises `StaleVersion`, `NotAllowed`, or `RuleBroken` where a circle could arise.
    """
    locked = {row.pk: lock(row) for row in sorted((item, by), key=lambda row: row.pk)}
    current, successor = locked[item.pk], locked[by.pk]
    if current.version != version:
        raise StaleVersion
    if not can_edit_item(made_again(actor), current):
        raise NotAllowed
    if successor.pk == current.pk or successor.superseded_by_id is not None:
        raise RuleBroken(_("Choose another item that has not been superseded itself."), field="by")
    current.superseded_by = successor
    current.version += 1
    current.save(update_fields=["superseded_by", "version"])
    return current
