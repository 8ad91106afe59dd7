"""Writes evaluations of plans, and the context notes that activities refer to."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actionplan.enums import EvaluationState
from actionplan.models import ContextNote, Evaluation
from actionplan.permissions import can_edit_evaluation, can_keep_context
from actionplan.services.plans import readers_of
from actionplan.workflow import EVALUATION
from foundation.actors import Actor, made_again
from foundation.base import save_seen, take_up
from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.audience import PUBLIC, STAFF, Audience
from foundation.ledger.services import record
from foundation.related import Related


@transaction.atomic
def save_evaluation(
    evaluation: Evaluation, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> Evaluation:
    """Write an evaluation with its points; the response of the process is added after it was published too.

    Raises `NotAllowed` or `StaleVersion`.
    """
    take_up(evaluation, version=version, creating=creating)
    if not can_edit_evaluation(made_again(actor), evaluation):
        raise NotAllowed
    save_seen(evaluation, version=version, creating=creating)
    (related or Related()).write(evaluation)
    kind = f"evaluation.{'created' if creating else 'changed'}"
    record(evaluation, kind, actor=actor, audience=_readers(evaluation))
    return evaluation


@transaction.atomic
def publish_evaluation(evaluation: Evaluation, *, actor: Actor, version: int | None, now: datetime) -> Evaluation:
    """Show an evaluation to everybody who sees its plan. Raises `RuleBroken` while it is not concluded."""
    current = EVALUATION.apply(evaluation, "publish", actor=actor, version=version)
    if current.concluded_on is None or current.concluded_on > timezone.localdate(now):
        raise RuleBroken(_("Say on which day it was concluded: one that is not ahead."))
    current.save(update_fields=["state", "version"])
    record(current, "evaluation.published", actor=actor, audience=_readers(current))
    return current


@transaction.atomic
def save_context_note(
    note: ContextNote,
    *,
    actor: Actor,
    version: int | None,
    creating: bool,
    related: Related | None = None,
) -> ContextNote:
    """Note a migration trend with its source and day."""
    take_up(note, version=version, creating=creating)
    if not can_keep_context(made_again(actor), note):
        raise NotAllowed
    note.save(force_insert=creating, force_update=not creating)
    (related or Related()).write(note)
    record(note, f"context_note.{'created' if creating else 'changed'}", actor=actor, audience=PUBLIC)
    return note


def _readers(evaluation: Evaluation) -> Audience:
    return readers_of(evaluation.plan) if evaluation.state == EvaluationState.PUBLISHED else STAFF
