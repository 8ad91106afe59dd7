"""What happens to a contribution after it was received: marked complete, or reopened with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from foundation.actors import Actor, made_again
from foundation.base import lock, lock_seen
from foundation.errors import NotAllowed
from foundation.ledger.services import record
from reports.enums import ContributionState as S
from reports.models import Contribution
from reports.permissions.contributions import can_submit
from reports.services.audiences import own_and_staff
from reports.services.confirming import take_over_passages
from reports.services.contributions import take_step
from reports.services.editions import follow_round
from reports.services.holding import hold_round
from reports.services.requests import request_contribution
from reports.validators import clean_reason


@transaction.atomic
def mark_complete(contribution: Contribution, *, actor: Actor, version: int, now: datetime) -> Contribution:
    """Nothing is left to ask: the contribution can be consolidated."""
    current = take_step(contribution, "complete", actor=actor, version=version)
    current.completed_at = now
    current.save(update_fields=["state", "completed_at", "version"])
    record(current, "contribution.completed", actor=actor, audience=own_and_staff(current))
    return current


@transaction.atomic
def reopen_contribution(
    contribution: Contribution, *, actor: Actor, version: int, now: datetime, reason: str
) -> Contribution:
    """Let the participant work on it again, with a reason; what was withdrawn is awaited until it is sent anew."""
    why = clean_reason(reason)
    hold_round(contribution)
    withdrawn = lock(contribution).state == S.WITHDRAWN
    current = take_step(contribution, "reopen", actor=actor, version=version)
    current.reason, current.completed_at = why, None
    if withdrawn:
        current.submitted_at, current.is_after_due = None, False
    current.save(update_fields=["state", "reason", "completed_at", "submitted_at", "is_after_due", "version"])
    take_over_passages(current, now=now)  # nothing enters what is sent: it is open first
    follow_round(current)
    current.save(update_fields=["template"])
    request_contribution(current, now=now)
    record(current, "contribution.reopened", actor=actor, audience=own_and_staff(current))
    return current


@transaction.atomic
def correct_letter(contribution: Contribution, *, actor: Actor, version: int, now: datetime) -> Contribution:
    """The participant says in the form how its letter is to be read: the passages stand there, to be confirmed.

    Where a question is open the form is open already. Raises what reopening raises.
    """
    hold_round(contribution)
    current = lock_seen(contribution, version=version)
    if current.state != S.QUESTION_OPEN:
        why = gettext("Passages arranged from the letter are corrected.")
        return reopen_contribution(contribution, actor=actor, version=version, now=now, reason=why)
    if not can_submit(made_again(actor), current):
        raise NotAllowed
    take_over_passages(current, now=now)
    current.version += 1
    current.save(update_fields=["version"])
    return current
