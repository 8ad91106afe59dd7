"""Ladders are data that staff change: steps with their days, offices and words, and whether they are used."""

from django.core.exceptions import ValidationError
from django.db import transaction

from foundation.actors import Actor, made_again
from foundation.base import lock_seen, save_seen, take_up
from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.audience import STAFF
from foundation.ledger.services import record
from foundation.localized import LANGUAGES
from foundation.related import Related
from notifications.models import Ladder, LadderStep, Obligation
from notifications.models.ladders import AUTOMATIC_OFFICES
from notifications.permissions import can_edit_ladder
from notifications.services.obligations import look_again


@transaction.atomic
def save_ladder(
    ladder: Ladder, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> Ladder:
    """Save a ladder with the steps of its form; the next sweep looks at every request of its kind.

    Raises `NotAllowed`, `StaleVersion`, and `RuleBroken` for a text that asks for an unknown placeholder.
    """
    take_up(ladder, version=version, creating=creating)
    if not can_edit_ladder(made_again(actor), ladder):
        raise NotAllowed
    save_seen(ladder, version=version, creating=creating)
    if related is not None:
        related.write(ladder)
    for step in LadderStep.objects.filter(ladder=ladder):
        _check(step)
    look_again(Obligation.objects.filter(kind=ladder.kind))
    record(ladder, "ladder.saved", actor=actor, audience=STAFF, facts={"kind": ladder.kind})
    return ladder


@transaction.atomic
def save_step(
    step: LadderStep,
    *,
    actor: Actor,
    version: int | None,
    creating: bool,
    related: Related | None = None,  # noqa: ARG001 -- nothing belongs to a step
) -> LadderStep:
    """Add a step to its ladder, or change its day, way, offices or words; `version` is its ladder's.

    A new step overwrites nothing: without a version it is added to the ladder as it stands by now. Raises `NotAllowed`,
    `StaleVersion`, `BrokenConstraint`, and `RuleBroken` for a text that asks for an unknown placeholder.
    """
    ladder = lock_seen(step.ladder, version=version)
    if not can_edit_ladder(made_again(actor), ladder):
        raise NotAllowed
    ladder.version += 1
    ladder.save(update_fields=["version"])
    prepare(step)
    step.save(force_insert=creating, force_update=not creating)
    look_again(Obligation.objects.filter(kind=ladder.kind))
    record(ladder, "ladder.saved", actor=actor, audience=STAFF, facts={"kind": ladder.kind})
    return step


def prepare(step: LadderStep) -> None:
    """By its offices, whether the system sends it. Raises `RuleBroken` for words that could not be sent."""
    step.is_automatic = set(step.offices) <= set(AUTOMATIC_OFFICES)
    _check(step)


def _check(step: LadderStep) -> None:
    """Words that stand in one language are enough, whichever it is."""
    texts = [f"{name}_{code}" for name in ("subject", "text") for code in LANGUAGES]
    try:
        step.clean_fields(exclude=[column for column in texts if not getattr(step, column)])
    except ValidationError as error:
        raise RuleBroken(next(iter(error.messages))) from error
