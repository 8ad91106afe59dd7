"""Decisions in the verb the meeting used, and what they ask to be followed up."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again
from foundation.base import hold, lock, save_seen, take_up
from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.services import record
from foundation.related import Related
from foundation.search.services import refresh
from meetings.enums import FollowUpState
from meetings.models import AgendaItem, Decision, FollowUp, Meeting, Paragraph, Verb
from meetings.permissions import can_decide, can_follow_up, can_keep_record
from meetings.selectors.numbers import series_of
from meetings.services.asking import ask_for_follow_up
from meetings.services.corrections import brings_others, differs, note_correction
from meetings.services.meetings import local_day
from meetings.services.on_record import next_version, on_record, readers_of_record, set_texts
from parties.models import Party

WORDING = ("text_en", "text_fr", "text_ar", "agenda_item_id")
BEFORE_DECISION = _("This day lies before the decision.")
FIXED = ("meeting_id", "number", "verb_id", "decided_on")
"""What was decided: other words are a correction, other facts another decision."""


@transaction.atomic
def record_decision(  # noqa: PLR0913 -- a decision has that many parts, each named
    meeting: Meeting,
    *,
    number: str,
    verb: Verb,
    text: Mapping[str, str],
    decided_on: date,
    actor: Actor,
    now: datetime,
    agenda_item: AgendaItem | None = None,
    paragraphs: Iterable[Paragraph] = (),
) -> Decision:
    """Enter a decision in the record of a meeting that took place. `text` is by language.

    Raises `NotAllowed`, `RuleBroken`, or `BrokenConstraint` for a number that is used already.
    """
    decision = Decision(meeting=meeting, agenda_item=agenda_item, number=number, verb=verb, decided_on=decided_on)
    set_texts(decision, "text", text)
    return _enter(decision, Related(many={"paragraphs": list(paragraphs)}), actor=actor, now=now)


@transaction.atomic
def save_decision(
    decision: Decision, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> Decision:
    """Enter a decision, or complete its text and the paragraphs it refers to; meeting, number, verb and day stay.

    Once the record is concluded this is a correction, and says why.

    Raises `NotAllowed`, `StaleVersion`, `RuleBroken` or `BrokenConstraint`.
    """
    if creating:
        return _enter(decision, related or Related(), actor=actor, now=actor.now)
    meeting = next_version(decision.meeting)
    stored = take_up(decision, version=version, creating=False)
    if not can_decide(made_again(actor), decision):
        raise NotAllowed
    if any(getattr(stored, name) != getattr(decision, name) for name in FIXED):
        raise RuleBroken(_("Meeting, number, verb and day of a recorded decision stay as they are."))
    changed = differs(decision, stored, WORDING) or brings_others(stored, related)
    corrects = note_correction(decision, stored, meeting=meeting, changed=changed, now=actor.now)
    save_seen(decision, version=version, creating=False)
    (related or Related()).write(decision)
    refresh([decision])
    kind = "decision.corrected" if corrects else "decision.changed"
    record(decision, kind, actor=actor, audience=readers_of_record(meeting))
    return decision


def _enter(decision: Decision, related: Related, *, actor: Actor, now: datetime) -> Decision:
    meeting = on_record(decision, actor=actor)
    if decision.decided_on > local_day(meeting, now):
        raise RuleBroken(_("Give a day that is not in the future."), field="decided_on")
    if meeting.begins_on is not None and decision.decided_on < meeting.begins_on:
        raise RuleBroken(_("This day lies before the meeting."), field="decided_on")
    _check_number(decision, meeting)
    decision.save(force_insert=True)
    related.write(decision)
    refresh([decision])
    facts = {"meeting": meeting.code, "verb": decision.verb.code}
    record(decision, "decision.recorded", actor=actor, audience=readers_of_record(meeting), facts=facts)
    return decision


def _check_number(decision: Decision, meeting: Meeting) -> None:
    """A number that names its meeting, as MIN-3/1 does, is used by no other. Raises `RuleBroken`."""
    named, slash, _rest = decision.number.partition("/")
    its_own = Q(code=named) | Q(decisions__number=decision.number)
    other = Meeting.objects.exclude(pk=meeting.pk).filter(its_own).first() if slash and named != meeting.code else None
    if other is not None:
        told = _("This is a number of {other}. Number the decisions of this meeting {own}/1, {own}/2 and so on.")
        raise RuleBroken(format_lazy(told, other=str(other), own=series_of(meeting)), field="number")


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
    follow_up = FollowUp(decision=decision, owner=owner, due_on=due_on)
    set_texts(follow_up, "title", title)
    return save_follow_up(follow_up, actor=actor, version=None, creating=True)


@transaction.atomic
def save_follow_up(
    follow_up: FollowUp, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> FollowUp:
    """Open a follow-up, or keep its wording, owner and day; other words in a concluded record are a correction.

    Raises `NotAllowed`, `StaleVersion` or `RuleBroken`.
    """
    hold(follow_up.decision.meeting)
    meeting = Meeting.objects.get(pk=follow_up.decision.meeting_id)
    stored, again = take_up(follow_up, version=version, creating=creating), made_again(actor)
    if not (can_keep_record(again, meeting) if creating else can_follow_up(again, follow_up)):
        raise NotAllowed
    if creating or follow_up.due_on != stored.due_on:
        _check_due(follow_up)
    if creating:
        _check_new(follow_up)
    corrects = not creating and _corrects(follow_up, stored, meeting, now=actor.now)
    save_seen(follow_up, version=version, creating=creating)
    (related or Related()).write(follow_up)
    refresh([follow_up])
    ask_for_follow_up(follow_up, now=actor.now)
    changed = "follow_up.corrected" if corrects else "follow_up.changed"
    kind = "follow_up.opened" if creating else changed
    record(follow_up, kind, actor=actor, audience=readers_of_record(meeting))
    return follow_up


def _check_due(follow_up: FollowUp) -> None:
    if follow_up.due_on is not None and follow_up.due_on < follow_up.decision.decided_on:
        raise RuleBroken(BEFORE_DECISION, field="due_on")


def _check_new(follow_up: FollowUp) -> None:
    """A form that is sent twice opens one follow-up: of two at once, the second sees what the first has opened."""
    lock(follow_up.decision)
    same = {
        name: getattr(follow_up, name) for name in ("decision", "title_en", "title_fr", "title_ar", "owner", "due_on")
    }
    if FollowUp.objects.filter(**same, state__in=[FollowUpState.OPEN, FollowUpState.IN_PROGRESS]).exists():
        raise RuleBroken(_("This very follow-up is open already: its decision asks for it."))


def _corrects(follow_up: FollowUp, stored: FollowUp, meeting: Meeting, *, now: datetime) -> bool:
    changed = differs(follow_up, stored, ("title_en", "title_fr", "title_ar"))
    return note_correction(follow_up, stored, meeting=meeting, changed=changed, now=now)
