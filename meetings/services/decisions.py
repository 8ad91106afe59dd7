"""Decisions in the verb the meeting used, statements in the speaker's words, and what is to be followed up."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.audience import KNOWN, PUBLIC, Audience
from foundation.ledger.services import record
from foundation.localized import LANGUAGES
from meetings.enums import MeetingState, StatementKind
from meetings.models import AgendaItem, Decision, FollowUp, Meeting, Paragraph, Statement, Verb
from meetings.permissions import can_follow_up, can_keep_record
from meetings.workflow import FOLLOW_UP
from parties.models import Party

TOOK_PLACE = frozenset({MeetingState.HELD, MeetingState.CONCLUDED})


@transaction.atomic
def record_decision(  # noqa: PLR0913 -- a decision has that many parts, each named
    meeting: Meeting,
    *,
    number: str,
    verb: Verb,
    text: Mapping[str, str],
    decided_on: date,
    actor: Actor,
    now: datetime,  # noqa: ARG001 -- every act names its moment
    agenda_item: AgendaItem | None = None,
    paragraphs: Iterable[Paragraph] = (),
) -> Decision:
    """Enter a decision in the record of a meeting that took place. `text` is by language.

    Raises `NotAllowed`, `RuleBroken`, or `BrokenConstraint` for a number that is used already.
    """
    if not can_keep_record(actor, meeting):
        raise NotAllowed
    if meeting.state not in TOOK_PLACE:
        raise RuleBroken(_("This meeting has not taken place yet."), field="meeting")
    if agenda_item is not None and agenda_item.meeting_id != meeting.pk:
        raise RuleBroken(_("This item is on the agenda of another meeting."), field="agenda_item")
    decision = Decision(meeting=meeting, agenda_item=agenda_item, number=number, verb=verb, decided_on=decided_on)
    set_texts(decision, "text", text)
    decision.save()
    decision.paragraphs.set(paragraphs)
    facts = {"meeting": meeting.code, "verb": verb.code}
    record(decision, "decision.recorded", actor=actor, audience=_readers(meeting), facts=facts)
    return decision


@transaction.atomic
def record_statement(  # noqa: PLR0913 -- a statement has that many parts, each named
    meeting: Meeting,
    *,
    party: Party,
    kind: StatementKind,
    language: str,
    text: str,
    actor: Actor,
    now: datetime,  # noqa: ARG001 -- every act names its moment
    on_behalf_of: Iterable[Party] = (),
    agenda_item: AgendaItem | None = None,
    paragraph: Paragraph | None = None,
) -> Statement:
    """Put a participant's statement on record, in its own words, which nobody edits."""
    if not can_keep_record(actor, meeting):
        raise NotAllowed
    if meeting.state not in TOOK_PLACE:
        raise RuleBroken(_("This meeting has not taken place yet."), field="meeting")
    statement = Statement.objects.create(
        meeting=meeting,
        agenda_item=agenda_item,
        kind=kind,
        party=party,
        paragraph=paragraph,
        language=language,
        text=text,
    )
    statement.on_behalf_of.set(on_behalf_of)
    record(statement, "statement.recorded", actor=actor, audience=_readers(meeting), facts={"party": party.code})
    return statement


@transaction.atomic
def open_follow_up(
    decision: Decision,
    *,
    title: Mapping[str, str],
    actor: Actor,
    now: datetime,  # noqa: ARG001 -- every act names its moment
    owner: Party | None = None,
    due_on: date | None = None,
) -> FollowUp:
    """Open what a decision asks for. `title` is by language."""
    if not can_keep_record(actor, decision.meeting):
        raise NotAllowed
    follow_up = FollowUp(decision=decision, owner=owner, due_on=due_on)
    set_texts(follow_up, "title", title)
    follow_up.save()
    record(follow_up, "follow_up.opened", actor=actor, audience=_readers(decision.meeting))
    return follow_up


@transaction.atomic
def start_follow_up(follow_up: FollowUp, *, actor: Actor, version: int | None, now: datetime) -> FollowUp:  # noqa: ARG001 -- a step of the workbench names the moment
    """Note that work on it has begun."""
    return _step(follow_up, "start", "follow_up.started", actor=actor, version=version)


@transaction.atomic
def finish_follow_up(
    follow_up: FollowUp,
    *,
    actor: Actor,
    version: int | None,
    now: datetime,  # noqa: ARG001 -- a step of the workbench names the moment
    note: str = "",
) -> FollowUp:
    """Note that it is done."""
    return _step(follow_up, "finish", "follow_up.finished", actor=actor, version=version, note=note)


@transaction.atomic
def drop_follow_up(
    follow_up: FollowUp,
    *,
    actor: Actor,
    version: int | None,
    now: datetime,  # noqa: ARG001 -- a step of the workbench names the moment
    note: str,
) -> FollowUp:
    """Note, with the reason, that it is no longer pursued."""
    return _step(follow_up, "drop", "follow_up.dropped", actor=actor, version=version, note=note)


@transaction.atomic
def carry_over_follow_up(
    follow_up: FollowUp,
    *,
    meeting: Meeting,
    actor: Actor,
    version: int | None,
    now: datetime,  # noqa: ARG001 -- a step of the workbench names the moment
    due_on: date | None = None,
) -> FollowUp:
    """Carry it over at a later meeting: the old one is closed as carried over, a new one names it."""
    old = _step(follow_up, "carry_over", "follow_up.carried_over", actor=actor, version=version)
    new = FollowUp(
        decision=old.decision, owner=old.owner, due_on=due_on or old.due_on, carried_from=old, carried_at=meeting
    )
    set_texts(new, "title", {code: getattr(old, f"title_{code}") for code in LANGUAGES})
    new.save()
    record(new, "follow_up.opened", actor=actor, audience=_readers(meeting), facts={"meeting": meeting.code})
    return new


def set_texts(obj: object, name: str, text: Mapping[str, str]) -> None:
    """Set the three columns of a text from a mapping by language."""
    for code in LANGUAGES:
        setattr(obj, f"{name}_{code}", text.get(code, ""))


def _step(
    follow_up: FollowUp, step: str, kind: str, *, actor: Actor, version: int | None, note: str | None = None
) -> FollowUp:
    if not can_follow_up(actor, follow_up):
        raise NotAllowed
    current = FOLLOW_UP.apply(follow_up, step, actor=actor, version=version)
    if note is not None:
        current.note = note
    current.save(update_fields=["state", "note", "version"])
    record(current, kind, actor=actor, audience=_readers(current.decision.meeting))
    return current


def _readers(meeting: Meeting) -> Audience:
    """The record is the participants' until it is concluded."""
    return PUBLIC if meeting.state == MeetingState.CONCLUDED else KNOWN
