"""Participants, how they take part in the bodies of the Process, and the seats of its committees."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.base import lock_seen, save_seen, take_up
from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.audience import PUBLIC, STAFF, Audience
from foundation.ledger.services import JSON, record
from foundation.localized import LANGUAGES, pick, texts
from foundation.related import Related
from foundation.search.services import refresh
from foundation.sorting import sort_key
from parties.enums import PartyKind
from parties.models import CommitteeSeat, Participation, Party
from parties.permissions import can_manage_parties, can_set_switches
from parties.signals import time_zone_changed

Saved = TypeVar("Saved", bound=models.Model)

SWITCHES = ("is_invited", "is_asked_to_report", "is_reminded", "counts_in_n", "counts_in_silence")


@transaction.atomic
def save_party(
    party: Party, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> Party:
    """Save a participant with the keys by which each language sorts its name; what is asked of it goes by its clock."""
    for language in LANGUAGES:
        setattr(party, f"sort_{language}", sort_key(pick(texts(party, "name"), language), language))
    before = _save(
        party, "participant", actor=actor, version=version, creating=creating, related=related, audience=PUBLIC
    )
    refresh([party])
    if before.time_zone != party.time_zone:
        heard = time_zone_changed.send(Party, party_id=party.pk, now=actor.now)
        party.moved_requests = sum(int(moved or 0) for _receiver, moved in heard)
    return party


@transaction.atomic
def save_participation(
    participation: Participation, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> Participation:
    """Save how a participant takes part in a body, from when, by which decision.

    An organisation starts outside silence procedures; the switches are changed by `set_participation` alone.
    """
    if creating and participation.party.kind == PartyKind.ORGANISATION:
        participation.counts_in_silence = False
    _save(
        participation,
        "participation",
        actor=actor,
        version=version,
        creating=creating,
        related=related,
        audience=STAFF,
    )
    return participation


@transaction.atomic
def set_participation(
    participation: Participation,
    *,
    actor: Actor,
    version: int,
    now: datetime,  # noqa: ARG001 -- a step of the workbench names the moment
    reason: str,
    switches: Mapping[str, bool],
) -> Participation:
    """The Presidency sets, with a reason, whether a participant is invited, asked, reminded and counted in a body.

    Raises `StaleVersion`, `NotAllowed`, or `RuleBroken` without a reason. Rounds and meetings that have frozen their
    count keep it.
    """
    current = lock_seen(participation, version=version)
    if not can_set_switches(made_again(actor), current):
        raise NotAllowed
    if not reason.strip():
        raise RuleBroken(_("Give the reason: it is kept with the switches."), field="reason")
    unknown = set(switches) - set(SWITCHES)
    if unknown:
        raise ValueError(f"No switch of participation: {sorted(unknown)}")
    changed = {name: value for name, value in switches.items() if getattr(current, name) != value}
    for name, value in changed.items():
        setattr(current, name, value)
    current.switch_reason = reason.strip()
    current.version += 1
    current.save(update_fields=[*changed, "switch_reason", "version"])
    facts: dict[str, JSON] = {"party": current.party_id, "body": current.body_id, "set": changed}
    record(current, "participation.switched", actor=actor, audience=STAFF, facts=facts)
    return current


@transaction.atomic
def save_seat(
    seat: CommitteeSeat, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> CommitteeSeat:
    """Save a dated seat and who stands in for its holder."""
    _save(seat, "seat", actor=actor, version=version, creating=creating, related=related, audience=PUBLIC)
    return seat


def _save(
    row: Saved,
    noun: str,
    *,
    actor: Actor,
    version: int | None,
    creating: bool,
    related: Related | None,
    audience: Audience,
) -> Saved:
    """Write the row; gives it as it stood before."""
    before = take_up(row, version=version, creating=creating)
    if not can_manage_parties(made_again(actor)):
        raise NotAllowed
    save_seen(row, version=version, creating=creating)
    (related or Related()).write(row)
    record(row, f"{noun}.entered" if creating else f"{noun}.changed", actor=actor, audience=audience)
    return before
