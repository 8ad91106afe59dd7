"""What partner systems say of activities: received in bulk, taken up or not by the owner of the plan."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.utils.translation import gettext as _

from actionplan.models import Activity, ActivityProposal, SourceSystem
from actionplan.permissions import can_keep_sources, can_propose
from actionplan.selectors.proposals import (
    CODE,
    DAYS,
    KEY,
    MANY,
    OF_A_NEW_ONE,
    TEXTS,
    columns_for,
    match_of,
    objective_of,
    rows_of,
)
from actionplan.services.activities import save_activity
from actionplan.workflow import PROPOSAL
from foundation.actors import Actor, made_again
from foundation.base import lock, save_seen, take_up
from foundation.errors import NotAllowed, RuleBroken
from foundation.imports import Fault, Line, pointer
from foundation.ledger.audience import STAFF
from foundation.ledger.services import record
from foundation.localized import LANGUAGES
from foundation.related import Related
from parties.models import Party

CREATED, CHANGED, UNCHANGED, REFUSED, HELD_BACK = "created", "changed", "unchanged", "refused", "held_back"
RECEIVE = """
    WITH told AS MATERIALIZED (
        SELECT external_id, said::jsonb AS said
        FROM unnest(string_to_array(%(ids)s, E'\\n'), string_to_array(%(said)s, E'\\n')) AS told (external_id, said)
    ), again AS MATERIALIZED (
        SELECT kept.external_id, kept.uuid
        FROM told JOIN actionplan_activityproposal AS kept USING (external_id)
        WHERE kept.source_id = %(source)s AND kept.said = told.said
    ), written AS (
        INSERT INTO actionplan_activityproposal AS kept
            (uuid, version, source_id, external_id, said, state, received_at, answer)
        SELECT gen_random_uuid(), 1, %(source)s, external_id, said, 'waiting', %(now)s, ''
        FROM told WHERE external_id NOT IN (SELECT external_id FROM again)
        ON CONFLICT (source_id, external_id) DO UPDATE SET
            said = EXCLUDED.said, state = 'waiting', received_at = EXCLUDED.received_at,
            answered_at = NULL, answer = '', version = kept.version + 1
        RETURNING external_id, uuid, CASE WHEN xmax = 0 THEN 'created' ELSE 'changed' END AS outcome
    )
    SELECT external_id, uuid, outcome FROM written UNION ALL SELECT external_id, uuid, 'unchanged' FROM again
"""
"""What is said as it was said before is not written, nor locked: the answer that was given to it stands.

Ids and what is said come as two texts of lines: in arrays each quotation mark of JSON would be escaped on its own. No
line breaks within: an id may not, and JSON writes a line break as two letters.
"""
AT_ONCE = 1_000
"""Lines that one statement keeps: a call of ten thousand is never in memory as a whole."""


@dataclass(slots=True)
class Received:
    """What became of one line: `outcome`, the proposal it is kept as, what was wrong with it."""

    number: int
    external_id: str
    outcome: str = REFUSED
    uuid: UUID | None = None
    faults: list[Fault] = field(default_factory=list)


@transaction.atomic
def save_source(
    source: SourceSystem, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> SourceSystem:
    """Enter a source of activities, or say which partner system speaks for it. Raises `NotAllowed`, `StaleVersion`."""
    take_up(source, version=version, creating=creating)
    if not can_keep_sources(made_again(actor), source):
        raise NotAllowed
    save_seen(source, version=version, creating=creating)
    (related or Related()).write(source)
    record(source, f"source.{'created' if creating else 'changed'}", actor=actor, audience=STAFF)
    return source


@transaction.atomic
def receive_proposals(
    source: SourceSystem, lines: Iterable[Line], *, actor: Actor, now: datetime, trial: bool, whole: bool
) -> list[Received]:
    """Keep what the source says of activities, one proposal for each of its ids; the same said again changes nothing.

    A `whole` call writes every line or none; a `trial` tells what would become of each and writes nothing. The source
    is locked: of two calls at once one comes after the other. Raises `NotAllowed`.
    """
    current = lock(source)
    if not can_propose(made_again(actor), current):
        raise NotAllowed
    rows = map(columns_for(actor).read, lines)
    told: list[Received] = []
    known: set[str] = set()
    spoiled = False
    while some := [_told_once(line, known) for line in islice(rows, AT_ONCE)]:
        told += [one for one, _said in some]
        spoiled = spoiled or (whole and any(one.faults for one, _said in some))
        if not spoiled:
            _keep(current, some, now)
    if trial or spoiled:
        transaction.set_rollback(True)
        return [_held_back(one) if spoiled else _on_trial(one) for one in told]
    _note(current, told, actor)
    return told


@transaction.atomic
def accept_proposal(
    proposal: ActivityProposal, *, actor: Actor, version: int, now: datetime, seen: int | None, code: str = ""
) -> ActivityProposal:
    """Take a proposal up: the activity it is about says what it says, or begins to exist under `code`.

    `seen` is the version of the activity that was compared. Raises `StaleVersion`, `IllegalTransition`, `NotAllowed`,
    or `RuleBroken` where a new activity lacks what it needs.
    """
    current = PROPOSAL.apply(proposal, "accept", actor=actor, version=version)
    known = match_of(current)
    current.activity = _taken_up(current, known, actor=actor, seen=seen, code=code)
    current.answered_at = now
    current.save(update_fields=["activity", "answered_at", "state", "version"])
    record(current, "proposal.accepted", actor=actor, audience=STAFF, facts={"activity": str(current.activity.uuid)})
    return current


@transaction.atomic
def decline_proposal(
    proposal: ActivityProposal, *, actor: Actor, version: int, now: datetime, answer: str
) -> ActivityProposal:
    """Leave the plan as it is, and say why: the partner system reads it."""
    current = PROPOSAL.apply(proposal, "decline", actor=actor, version=version)
    current.answer, current.answered_at = answer, now
    current.save(update_fields=["answer", "answered_at", "state", "version"])
    record(current, "proposal.declined", actor=actor, audience=STAFF)
    return current


def _told_once(line: Line, known: set[str]) -> tuple[Received, bytes]:
    """What is told of a line, and what is kept of it, as JSON: one text in memory instead of all its values.

    An activity may be told of once in a call; what was said first stands.
    """
    external_id = line.said.pop(KEY, "")
    if external_id in known:
        repeated = _("This id stands in another line before this one.")
        line.faults.append(Fault(pointer(KEY), "repeated", repeated, external_id))
    elif external_id:
        known.add(external_id)
    told = Received(line.number, external_id, faults=line.faults)
    return told, b"" if line.faults else orjson.dumps(line.said)


def _held_back(one: Received) -> Received:
    """Of a call that is written as a whole, or not at all."""
    one.outcome, one.uuid = REFUSED if one.faults else HELD_BACK, None
    return one


def _on_trial(one: Received) -> Received:
    """A proposal that a trial would make does not exist."""
    one.uuid = None if one.outcome == CREATED else one.uuid
    return one


def _keep(source: SourceSystem, some: Iterable[tuple[Received, bytes]], now: datetime) -> None:
    """Keep what is right of these lines, and note of each whether a proposal was made, changed or left."""
    right = {one.external_id: (one, said) for one, said in some if not one.faults}
    said = b"\n".join(said for _one, said in right.values()).decode()
    with connection.cursor() as cursor:
        cursor.execute(RECEIVE, {"source": source.pk, "now": now, "ids": "\n".join(right), "said": said})
        for key, uuid, outcome in cursor.fetchall():
            one, _said = right[key]
            one.uuid, one.outcome = uuid, outcome


def _note(source: SourceSystem, told: list[Received], actor: Actor) -> None:
    counted = {outcome: sum(one.outcome == outcome for one in told) for outcome in (CREATED, CHANGED, REFUSED)}
    if counted[CREATED] or counted[CHANGED]:
        record(source, "source.proposals_received", actor=actor, audience=STAFF, facts=counted)


def _taken_up(
    proposal: ActivityProposal, known: Activity | None, *, actor: Actor, seen: int | None, code: str
) -> Activity:
    """The activity, as the proposal has it."""
    said = proposal.said
    missing = [name for name in OF_A_NEW_ONE if name not in said]
    if known is None and missing:
        raise RuleBroken(_("A new activity needs an objective, a title and a domain: the proposal does not say them."))
    if known is None and not code:
        raise RuleBroken(_("Give the new activity its code."), field=CODE)
    activity = known or Activity(code=code)
    if activity.source_system not in {"", proposal.source.code}:
        raise RuleBroken(_("This activity comes from another source: change it by hand."))
    activity.source_system, activity.external_id = proposal.source.code, proposal.external_id
    _say(activity, said)
    related = Related(many={name: list(rows_of(name, said[name])) for name in MANY if name in said})
    return save_activity(activity, actor=actor, version=seen, creating=known is None, related=related)


def _say(activity: Activity, said: dict[str, Any]) -> None:
    """Set the columns of the activity's own row that the proposal names."""
    for name in TEXTS:
        for language in LANGUAGES:
            if language in said.get(name, {}):
                setattr(activity, f"{name}_{language}", said[name][language])
    for name in DAYS:
        if name in said:
            setattr(activity, name, date.fromisoformat(said[name]) if said[name] else None)
    if "objective" in said:
        activity.objective = objective_of(said["objective"])
    if "lead" in said:
        activity.lead = Party.objects.get(code=said["lead"]) if said["lead"] else None
    if "joint_with" in said:
        activity.joint_with = said["joint_with"]
