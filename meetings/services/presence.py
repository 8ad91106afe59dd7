"""Who was present: at each sitting of a meeting, or at the whole of it where no sittings are named."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.services import record
from meetings.enums import Presence
from meetings.models import Delegation, Meeting, Sitting, SittingPresence
from meetings.permissions import TOOK_PLACE, can_keep_record
from meetings.services.delegations import check_not_contested
from meetings.services.meetings import readers_of
from meetings.services.on_record import next_version

AT_EACH_SITTING = _("This meeting has sittings: record who was present at each of them.")
THERE = frozenset({Presence.IN_PERSON, Presence.REMOTE})
FIRST = (Presence.IN_PERSON, Presence.REMOTE, Presence.EXCUSED, Presence.ABSENT)
"""Of several sittings the first of these that occurs stands for the meeting: who came to one of them came."""


@transaction.atomic
def record_presence(
    meeting: Meeting,
    *,
    actor: Actor,
    version: int | None,
    now: datetime,  # noqa: ARG001 -- a step of the workbench names the moment
    presence: Mapping[int, str],
) -> Meeting:
    """Record which delegations were present, by the delegation's key, at a meeting that names no sittings.

    Presence counts participants, not people. Raises `StaleVersion`, `IllegalTransition` before the meeting took place,
    `NotAllowed`, or `RuleBroken` where a participant whose representation is on hold would be counted.
    """
    current = _open_record(meeting, actor=actor, version=version)
    if current.sittings.exists():
        raise RuleBroken(AT_EACH_SITTING)
    delegations = _locked(current)
    for delegation in delegations:
        _check(delegation, presence.get(delegation.pk, delegation.presence))
    changed = _set(delegations, presence)
    facts = {"count": changed}
    record(current, "meeting.presence_recorded", actor=actor, audience=readers_of(current), facts=facts)
    return current


@transaction.atomic
def record_sitting_presence(
    sitting: Sitting,
    *,
    actor: Actor,
    version: int | None,
    now: datetime,  # noqa: ARG001 -- a step of the workbench names the moment
    presence: Mapping[int, str],
) -> Sitting:
    """Record who was present at one sitting; n of N of the whole meeting follows from all its sittings.

    `version` is the meeting's. Raises what `record_presence` raises.
    """
    current = _open_record(sitting.meeting, actor=actor, version=version)
    delegations = _locked(current)
    said = [delegation for delegation in delegations if delegation.pk in presence]
    for delegation in said:
        _check(delegation, presence[delegation.pk])
        SittingPresence.objects.update_or_create(
            sitting=sitting, delegation=delegation, defaults={"presence": Presence(presence[delegation.pk])}
        )
    _set(delegations, _of_meeting(current))
    facts = {"sitting": sitting.number, "count": len(said)}
    record(current, "meeting.presence_recorded", actor=actor, audience=readers_of(current), facts=facts)
    return sitting


def _open_record(meeting: Meeting, *, actor: Actor, version: int | None) -> Meeting:
    current = next_version(meeting, version)
    if current.state not in TOOK_PLACE:
        raise IllegalTransition(_("This meeting has not taken place yet."))
    if not can_keep_record(actor, current):
        raise NotAllowed
    return current


def _locked(meeting: Meeting) -> list[Delegation]:
    return list(meeting.delegations.select_for_update(no_key=True, of=("self",)).order_by("pk"))


def _check(delegation: Delegation, presence: str) -> None:
    if presence in THERE and presence != delegation.presence and delegation.counts_in_n:
        check_not_contested(delegation)


def _of_meeting(meeting: Meeting) -> dict[int, str]:
    rows = SittingPresence.objects.filter(sitting__meeting=meeting).values_list("delegation", "presence")
    seen: dict[int, set[str]] = {}
    for delegation, presence in rows:
        seen.setdefault(delegation, set()).add(presence)
    return {delegation: _first(presences) for delegation, presences in seen.items()}


def _first(presences: Iterable[str]) -> str:
    return next((one for one in FIRST if one in presences), Presence.UNKNOWN)


def _set(delegations: Iterable[Delegation], presence: Mapping[int, str]) -> int:
    changed = [one for one in delegations if presence.get(one.pk, one.presence) != one.presence]
    for delegation in changed:
        delegation.presence = Presence(presence[delegation.pk])
        delegation.version += 1
        delegation.save(update_fields=["presence", "version"])
    return len(changed)
