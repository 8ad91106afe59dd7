"""Who was present: at each sitting of a meeting, or at the whole of it where no sittings are named."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.services import record
from meetings.enums import TOOK_PLACE, Presence
from meetings.models import Delegation, Meeting, Sitting, SittingPresence
from meetings.permissions import can_keep_record
from meetings.services.corrections import REASONS, mark_alike, note_correction
from meetings.services.delegations import check_not_contested
from meetings.services.meetings import readers_of
from meetings.services.on_record import next_version, set_texts

AT_EACH_SITTING = _("This meeting has sittings: record who was present at each of them.")
NOTHING_SAID = _("Nothing was recorded: say of at least one delegation whether it was present.")
THERE = frozenset({Presence.IN_PERSON, Presence.REMOTE})
Present = Delegation | SittingPresence
Change = tuple[Present, Presence]
"""A row, and what is said of it now."""
FIRST = (Presence.IN_PERSON, Presence.REMOTE, Presence.EXCUSED, Presence.ABSENT)
"""Of several sittings the first of these that occurs stands for the meeting: who came to one of them came."""


@transaction.atomic
def record_presence(
    meeting: Meeting,
    *,
    actor: Actor,
    version: int | None,
    now: datetime,
    presence: Mapping[int, str],
    correction: Mapping[str, str] | None = None,
) -> Meeting:
    """Record which delegations were present, by the delegation's key, at a meeting that names no sittings.

    Presence counts participants, not people. In a concluded record this is a correction, with its reason by language.
    Raises `StaleVersion`, `IllegalTransition` before the meeting took place, `NotAllowed`, or `RuleBroken` without a
    reason, where a participant whose representation is on hold would be counted, and where nothing is said of anybody.
    """
    current = _open_record(meeting, actor=actor, version=version)
    if current.sittings.exists():
        raise RuleBroken(AT_EACH_SITTING)
    delegations = _locked(current)
    for delegation in delegations:
        _check(delegation, presence.get(delegation.pk, delegation.presence))
    changed = _changed(delegations, presence)
    _check_said(said for delegation in delegations for said in (delegation.presence, presence.get(delegation.pk)))
    kind = _kind(current, [delegation for delegation, _said in changed], correction, now=now)
    _set(changed, current)
    record(current, kind, actor=actor, audience=readers_of(current), facts={"count": len(changed)})
    return current


@transaction.atomic
def record_sitting_presence(
    sitting: Sitting,
    *,
    actor: Actor,
    version: int | None,
    now: datetime,
    presence: Mapping[int, str],
    correction: Mapping[str, str] | None = None,
) -> Sitting:
    """Record who was present at one sitting; n of N of the whole meeting follows from all its sittings.

    `version` is the meeting's. Raises what `record_presence` raises.
    """
    current = _open_record(sitting.meeting, actor=actor, version=version)
    delegations = _locked(current)
    said = [delegation for delegation in delegations if delegation.pk in presence]
    for delegation in said:
        _check(delegation, presence[delegation.pk])
    at_sitting = _at_sitting(sitting, said, presence)
    _check_said((*presence.values(), *(row.presence for row, _there in at_sitting)))
    of_meeting = _changed(delegations, _of_meeting(current, sitting, presence))
    changed: list[Present] = [row for row, _said in (*at_sitting, *of_meeting)]
    kind = _kind(current, changed, correction, now=now)
    _set(at_sitting, current)
    _set(of_meeting, current)
    facts = {"sitting": sitting.number, "count": len(said)}
    record(current, kind, actor=actor, audience=readers_of(current), facts=facts)
    return sitting


def _kind(meeting: Meeting, changed: Iterable[Present], correction: Mapping[str, str] | None, *, now: datetime) -> str:
    """The entry for the ledger; what a concluded record said otherwise is noted with the meeting, for everybody.

    In a record that is known to be incomplete the first word on somebody's presence is a further entry.
    """
    otherwise = any(row.presence != Presence.UNKNOWN or not meeting.is_incomplete for row in changed)
    set_texts(meeting, "correction", correction or {})
    stored = Meeting.objects.get(pk=meeting.pk)
    if not note_correction(meeting, stored, meeting=meeting, changed=otherwise, now=now):
        return "meeting.presence_recorded"
    meeting.save(update_fields=["corrected_at", *REASONS])
    return "meeting.presence_corrected"


def _open_record(meeting: Meeting, *, actor: Actor, version: int | None) -> Meeting:
    current = next_version(meeting, version)
    if current.state not in TOOK_PLACE:
        raise IllegalTransition(_("This meeting has not taken place yet."))
    if not can_keep_record(made_again(actor), current):
        raise NotAllowed
    return current


def _locked(meeting: Meeting) -> list[Delegation]:
    return list(meeting.delegations.select_for_update(no_key=True, of=("self",)).order_by("pk"))


def _check(delegation: Delegation, presence: str) -> None:
    if presence in THERE and presence != delegation.presence and delegation.counts_in_n:
        check_not_contested(delegation)


def _check_said(said: Iterable[str | None]) -> None:
    """Of somebody something is recorded, by now or before."""
    if not {*said} - {None, Presence.UNKNOWN}:
        raise RuleBroken(NOTHING_SAID)


def _at_sitting(sitting: Sitting, said: Iterable[Delegation], presence: Mapping[int, str]) -> list[Change]:
    """The rows of this sitting that say something else now, new ones among them."""
    rows = {row.delegation_id: row for row in SittingPresence.objects.filter(sitting=sitting)}
    new = Presence.UNKNOWN
    found = [(rows.get(one.pk) or SittingPresence(sitting=sitting, delegation=one, presence=new), one) for one in said]
    told = [(row, Presence(presence[delegation.pk])) for row, delegation in found]
    return [(row, there) for row, there in told if row.presence != there or row.pk is None]


def _of_meeting(meeting: Meeting, sitting: Sitting, presence: Mapping[int, str]) -> dict[int, str]:
    """What follows for the whole meeting, once this is said of the sitting."""
    rows = SittingPresence.objects.filter(sitting__meeting=meeting).exclude(
        sitting=sitting, delegation__in=list(presence)
    )
    seen: dict[int, set[str]] = {delegation: {there} for delegation, there in presence.items()}
    for delegation, there in rows.values_list("delegation", "presence"):
        seen.setdefault(delegation, set()).add(there)
    return {delegation: _first(presences) for delegation, presences in seen.items()}


def _first(presences: Iterable[str]) -> str:
    return next((one for one in FIRST if one in presences), Presence.UNKNOWN)


def _changed(delegations: Iterable[Delegation], presence: Mapping[int, str]) -> list[Change]:
    told = [(one, Presence(presence.get(one.pk, one.presence))) for one in delegations]
    return [(delegation, there) for delegation, there in told if there != delegation.presence]


def _set(changed: Iterable[Change], meeting: Meeting) -> None:
    """Write what was found to have changed; what a concluded record said before is marked like the meeting."""
    for row, there in changed:
        if row.presence != Presence.UNKNOWN or not meeting.is_incomplete:
            mark_alike([row], meeting)
        row.presence = there
        if isinstance(row, Delegation):
            row.version += 1
        row.save()
