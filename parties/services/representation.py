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
    named = REPRESENTATION.apply(authority, "put_on_hold", actor=actor, version=version)
    others = [other for other in every if other.pk != named.pk and other.state == AuthorityState.IN_FORCE]
    held = [named, *(REPRESENTATION.apply(other, "put_on_hold", actor=actor, version=None) for other in others)]
    for each in held:
        _decide(each, "representation.put_on_hold", actor=actor, decision=decision)
    representation_put_on_hold.send(Party, party_id=named.party_id, actor=actor, now=now)
    return held


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
    released = REPRESENTATION.apply(authority, "release", actor=actor, version=version)
    _decide(released, "representation.released", actor=actor, decision=decision)
    representation_released.send(Authority, authority=released, actor=actor, now=now)
    return released


def _decide(authority: Authority, kind: str, *, actor: Actor, decision: str) -> None:
    """Write what was decided, and by which recorded decision; the caller has taken the step."""
    if not decision.strip():
        raise RuleBroken(_("Name the recorded decision."), field="decision")
    authority.decision = decision.strip()
    authority.save(update_fields=["state", "decision", "version"])
    record(authority, kind, actor=actor, audience=STAFF, facts={"party": authority.party_id})
