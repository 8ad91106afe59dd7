"""Representation of a participant: authorities that name people for it, on hold while two of them contend."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.base import save_seen, take_up
from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.audience import STAFF
from foundation.ledger.services import record
from foundation.related import Related
from parties.enums import AuthorityState
from parties.models import Authority, Party
from parties.permissions import can_manage_parties
from parties.signals import representation_put_on_hold, representation_released
from parties.workflow import REPRESENTATION

CONTENDERS = 2
PAST = {"put_on_hold": "put_on_hold", "release": "released"}
"""What the ledger calls a step that was taken."""


@transaction.atomic
def save_authority(
    authority: Authority, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> Authority:
    """Save the name of an authority that appoints for a participant."""
    take_up(authority, version=version, creating=creating)
    if not can_manage_parties(made_again(actor)):
        raise NotAllowed
    save_seen(authority, version=version, creating=creating)
    (related or Related()).write(authority)
    facts = {"party": authority.party_id}
    kind = "authority.entered" if creating else "authority.changed"
    record(authority, kind, actor=actor, audience=STAFF, facts=facts)
    return authority


@transaction.atomic
def put_on_hold(
    authority: Authority,
    *,
    actor: Actor,
    version: int | None,
    now: datetime,
    decision: str,
) -> list[Authority]:
    """Two authorities contend for one participant: all go on hold, none is counted, no page says which is right.

    From then on each side sees only its own, and a mandate that names no authority opens nothing. Raises `RuleBroken`
    where there is nobody to contend with, `IllegalTransition` where `authority` is on hold already.
    """
    every = list(Authority.objects.filter(party=authority.party_id).select_for_update(no_key=True).order_by("pk"))
    if len(every) < CONTENDERS:
        raise RuleBroken(_("Register both authorities first: representation is on hold only where two contend."))
    named = _change(authority, "put_on_hold", actor=actor, version=version, decision=decision)
    others = [other for other in every if other.pk != named.pk and other.state == AuthorityState.IN_FORCE]
    held = [_change(other, "put_on_hold", actor=actor, version=None, decision=decision) for other in others]
    representation_put_on_hold.send(Party, party_id=named.party_id, actor=actor, now=now)
    return [named, *held]


@transaction.atomic
def release_representation(
    authority: Authority,
    *,
    actor: Actor,
    version: int,
    now: datetime,
    decision: str,
) -> Authority:
    """Release one authority on a recorded decision; the other stays on hold."""
    released = _change(authority, "release", actor=actor, version=version, decision=decision)
    representation_released.send(Authority, authority=released, actor=actor, now=now)
    return released


def _change(authority: Authority, step: str, *, actor: Actor, version: int | None, decision: str) -> Authority:
    current = REPRESENTATION.apply(authority, step, actor=actor, version=version)
    if not decision.strip():
        raise RuleBroken(_("Name the recorded decision."), field="decision")
    current.decision = decision.strip()
    current.save(update_fields=["state", "decision", "version"])
    record(current, f"representation.{PAST[step]}", actor=actor, audience=STAFF, facts={"party": current.party_id})
    return current
