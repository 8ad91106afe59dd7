"""Writes the programme of a Presidency, from the incoming chair's early draft to the account at the end of its term."""

from datetime import datetime

from django.db import transaction

from actionplan.enums import ProgrammeState
from actionplan.models import PresidencyProgramme
from actionplan.permissions import can_draft_programme
from actionplan.workflow import PROGRAMME
from foundation.actors import Actor, made_again
from foundation.base import lock, save_seen
from foundation.errors import IllegalTransition, NotAllowed
from foundation.ledger.audience import PUBLIC, STAFF
from foundation.ledger.services import record
from foundation.related import Related

PUBLISHED = {ProgrammeState.AGREED, ProgrammeState.ACCOUNTED}


@transaction.atomic
def save_programme(
    programme: PresidencyProgramme,
    *,
    actor: Actor,
    version: int | None,
    creating: bool,
    related: Related | None = None,
) -> PresidencyProgramme:
    """Write a programme that is still a draft. Raises `NotAllowed`, `StaleVersion` or `IllegalTransition`."""
    stored = programme if creating else lock(programme)
    again = made_again(actor)
    if not (can_draft_programme(again, stored) and can_draft_programme(again, programme)):
        raise NotAllowed
    if stored.state != ProgrammeState.DRAFT:
        raise IllegalTransition
    save_seen(programme, version=version, creating=creating)
    (related or Related()).write(programme)
    kind = f"programme.{'created' if creating else 'changed'}"
    record(programme, kind, actor=actor, audience=STAFF, facts={"presidency": programme.presidency_id})
    return programme


@transaction.atomic
def consider_programme(
    programme: PresidencyProgramme,
    *,
    actor: Actor,
    version: int,
    now: datetime,  # noqa: ARG001 -- a step names the moment
) -> PresidencyProgramme:
    """Record that the Steering Committee considered it."""
    return _step(programme, "consider", "programme.considered", actor=actor, version=version)


@transaction.atomic
def agree_programme(
    programme: PresidencyProgramme,
    *,
    actor: Actor,
    version: int,
    now: datetime,  # noqa: ARG001 -- a step names the moment
) -> PresidencyProgramme:
    """Record that the Senior Officials' Meeting agreed it; from here on everybody may read it."""
    return _step(programme, "agree", "programme.agreed", actor=actor, version=version)


@transaction.atomic
def revise_programme(
    programme: PresidencyProgramme,
    *,
    actor: Actor,
    version: int,
    now: datetime,  # noqa: ARG001 -- a step names the moment
) -> PresidencyProgramme:
    """Take it back to a draft, to be considered again."""
    return _step(programme, "revise", "programme.taken_up_for_revision", actor=actor, version=version)


@transaction.atomic
def account_for_programme(
    programme: PresidencyProgramme,
    *,
    actor: Actor,
    version: int,
    now: datetime,  # noqa: ARG001 -- a step names the moment
) -> PresidencyProgramme:
    """Record that the Presidency gave account of it at the end of its term."""
    return _step(programme, "account", "programme.accounted_for", actor=actor, version=version)


def _step(programme: PresidencyProgramme, name: str, kind: str, *, actor: Actor, version: int) -> PresidencyProgramme:
    current = PROGRAMME.apply(programme, name, actor=actor, version=version)
    current.save(update_fields=["state", "version"])
    audience = PUBLIC if current.state in PUBLISHED else STAFF
    record(current, kind, actor=actor, audience=audience, facts={"presidency": current.presidency_id})
    return current
