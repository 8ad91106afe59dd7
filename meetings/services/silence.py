"""Silence procedures: begun once the text is out, broken by a note, closed by the clock, declared by the Chair."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from documents.models import Document
from documents.selectors import current_revisions
from foundation.actors import Actor, made_again, system
from foundation.base import lock_seen, save_seen, take_up
from foundation.days import day_of
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.audience import KNOWN, PUBLIC, STAFF, Audience, unit_and_staff
from foundation.ledger.services import record
from foundation.related import Related
from foundation.wording import langname, listed
from meetings.enums import TOOK_PLACE, Reach, SilenceState
from meetings.models import Meeting, SilenceAddressee, SilenceBreak, SilenceProcedure
from meetings.models.silence import BY_LETTER
from meetings.permissions import can_correct_reach, can_enter_break, can_prepare_silence, can_report_silence
from meetings.services.asking import ask_under_silence
from meetings.signals import silence_declared_concluded
from meetings.workflow import SILENCE
from parties.models import Party
from parties.selectors import contested_parties, out_of_reach, presidency_in_chair, represented, taking_part

BREAKABLE = frozenset({SilenceState.RUNNING, SilenceState.CLOSED, SilenceState.BROKEN})
NOT_AMONG = _("This participant is not among those asked.")


@transaction.atomic
def save_silence(
    procedure: SilenceProcedure, *, actor: Actor, version: int | None, creating: bool, related: Related | None = None
) -> SilenceProcedure:
    """Prepare a procedure. It cites the decision of a Senior Officials' Meeting that took place and allows it."""
    take_up(procedure, version=version, creating=creating)
    if not can_prepare_silence(made_again(actor), procedure):
        raise NotAllowed
    meeting = procedure.authorised_by.meeting
    if not meeting.kind.may_endorse or meeting.state not in TOOK_PLACE:
        raise RuleBroken(
            _("Choose a decision of a Senior Officials' Meeting that has taken place."), field="authorised_by"
        )
    if not set(procedure.required_languages) & {procedure.document.authentic_language}:
        raise RuleBroken(_("The authentic language must be among those required."), field="required_languages")
    save_seen(procedure, version=version, creating=creating)
    (related or Related()).write(procedure)
    record(procedure, "silence.prepared" if creating else "silence.changed", actor=actor, audience=STAFF)
    return procedure


@transaction.atomic
def begin_silence(
    procedure: SilenceProcedure,
    *,
    actor: Actor,
    version: int | None,
    now: datetime,
    closes_at: datetime,
    closes_zone: str = "UTC",
) -> SilenceProcedure:
    """Open the window: not before the text is out in every language required; who is asked is fixed now.

    Raises `StaleVersion`, `IllegalTransition`, `NotAllowed`, or `RuleBroken` for a language that is awaited and for an
    end that is not ahead.
    """
    current = SILENCE.apply(procedure, "begin", actor=actor, version=version)
    awaited = set(current.required_languages) - languages_out(current.document)
    if awaited:
        raise RuleBroken(
            _("The text is not out yet in: %(languages)s. Silence begins with the last language required.")
            % {"languages": listed(sorted(map(langname, awaited)))}
        )
    if closes_at <= now:
        raise RuleBroken(_("Choose a moment that is still ahead."), field="closes_at")
    current.begins_at, current.closes_at, current.closes_zone = now, closes_at, closes_zone
    current.term = presidency_in_chair()
    asked = _address(current, now)  # first: nobody joins those asked once silence has begun
    current.save(update_fields=["state", "version", "begins_at", "closes_at", "closes_zone", "term"])
    ask_under_silence(current, now=now)
    record(current, "silence.begun", actor=actor, audience=KNOWN, facts={"asked": asked})
    return current


@transaction.atomic
def enter_break(  # noqa: PLR0913 -- a note verbale is described by this many facts
    procedure: SilenceProcedure,
    *,
    actor: Actor,
    version: int | None,
    now: datetime,
    party: Party,
    kind: str,
    received_at: datetime,
    letter_number: str,
    language: str,
    text: str = "",
) -> SilenceProcedure:
    """Enter an objection or an amendment with the moment it was received: within the window either breaks silence.

    One that came after the end is kept as received after the date and changes nothing. It counts by when it was
    received, not by when it is entered. Raises `RuleBroken` for a moment before the beginning or still ahead.
    """
    current = lock_seen(procedure, version=version)
    if not can_enter_break(made_again(actor), current):
        raise NotAllowed if current.state in BREAKABLE else IllegalTransition
    within = _is_within_window(current, received_at, now)
    if not current.addressees.filter(party=party).exists():
        raise RuleBroken(NOT_AMONG, field="party")
    breaks = within and current.state != SilenceState.BROKEN
    current = _broken(current, actor=actor, now=now) if breaks else _next_version(current)
    SilenceBreak.objects.create(
        procedure=current,
        party=party,
        kind=kind,
        received_at=received_at,
        letter_number=letter_number.strip(),
        language=language,
        text=text,
    )
    facts = {"party": party.code, "kind": str(kind), "received_at": received_at.isoformat()}
    record(current, "silence.break_received", actor=actor, audience=unit_and_staff(party.pk), facts=facts)
    if breaks:
        record(current, "silence.broken", actor=actor, audience=KNOWN)
    return current


def _broken(procedure: SilenceProcedure, *, actor: Actor, now: datetime) -> SilenceProcedure:
    current = SILENCE.apply(procedure, "break_silence", actor=actor, version=None)
    current.save(update_fields=["state", "version"])
    ask_under_silence(current, now=now)
    return current


def _next_version(procedure: SilenceProcedure) -> SilenceProcedure:
    procedure.version += 1
    procedure.save(update_fields=["version"])
    return procedure


def _is_within_window(procedure: SilenceProcedure, received_at: datetime, now: datetime) -> bool:
    """Whether it came before the end. Raises `RuleBroken` where it cannot have come then."""
    begun, closes = procedure.begins_at, procedure.closes_at
    if begun is None or closes is None or not begun <= received_at <= now:
        raise RuleBroken(_("Choose a moment between the beginning and now."), field="received_at")
    return received_at <= closes


@transaction.atomic
def correct_reach(
    procedure: SilenceProcedure,
    *,
    actor: Actor,
    version: int | None,
    now: datetime,  # noqa: ARG001 -- a step of the workbench names the moment
    party: Party,
    reach: str,
) -> SilenceProcedure:
    """Say of one participant that it was not reached after all, or was: the Chair sees it before declaring."""
    current = lock_seen(procedure, version=version)
    if not can_correct_reach(made_again(actor), current):
        raise NotAllowed
    if not current.addressees.filter(party=party).exclude(reach=Reach.ON_HOLD).update(reach=reach):
        raise RuleBroken(NOT_AMONG, field="party")
    current.version += 1
    current.save(update_fields=["version"])
    facts = {"party": party.code, "reach": str(reach)}
    record(current, "silence.reach_corrected", actor=actor, audience=STAFF, facts=facts)
    return current


@transaction.atomic
def close_silence(procedure: SilenceProcedure, *, actor: Actor, version: int | None, now: datetime) -> SilenceProcedure:
    """Close the window, at its end or later. Nothing is adopted by it: the Chair is asked to declare the outcome."""
    current = SILENCE.apply(procedure, "close", actor=actor, version=version)
    if current.closes_at is None or now < current.closes_at:
        raise RuleBroken(_("The window is still open."))
    closed = _saved(current, "silence.closed", actor, KNOWN)
    ask_under_silence(closed, now=now)
    return closed


def close_due(now: datetime) -> int:
    """Close every window whose end has passed; how many."""
    due = SilenceProcedure.objects.filter(state=SilenceState.RUNNING, closes_at__lte=now).order_by("pk")
    closed = 0
    for procedure in due:
        try:
            close_silence(procedure, actor=system(now), version=None, now=now)
        except IllegalTransition:
            continue  # somebody closed or broke it in between
        closed += 1
    return closed


@transaction.atomic
def declare_concluded(
    procedure: SilenceProcedure, *, actor: Actor, version: int | None, now: datetime, letter_number: str
) -> SilenceProcedure:
    """The Chair declares, by a letter to all, that silence was kept; what hangs on it follows in this transaction."""
    current = SILENCE.apply(procedure, "declare", actor=actor, version=version)
    if not letter_number.strip():
        raise RuleBroken(BY_LETTER, field="letter_number")
    current.declared_at, current.letter_number = now, letter_number.strip()
    declared = _saved(current, "silence.declared_concluded", actor, PUBLIC, "declared_at", "letter_number")
    ask_under_silence(declared, now=now)
    silence_declared_concluded.send(SilenceProcedure, procedure=declared, actor=actor, now=now)
    return declared


@transaction.atomic
def withdraw_silence(
    procedure: SilenceProcedure, *, actor: Actor, version: int | None, now: datetime
) -> SilenceProcedure:
    """Withdraw it: nothing follows from it."""
    current = SILENCE.apply(procedure, "withdraw", actor=actor, version=version)
    withdrawn = _saved(current, "silence.withdrawn", actor, STAFF if current.begins_at is None else KNOWN)
    ask_under_silence(withdrawn, now=now)
    return withdrawn


@transaction.atomic
def report_silence(
    procedure: SilenceProcedure,
    *,
    actor: Actor,
    version: int | None,
    now: datetime,  # noqa: ARG001 -- a step of the workbench names the moment
    meeting: Meeting,
) -> SilenceProcedure:
    """Note the meeting to which the outcome was reported."""
    current = lock_seen(procedure, version=version)
    if not can_report_silence(made_again(actor), current):
        raise NotAllowed
    if meeting.state not in TOOK_PLACE:
        raise RuleBroken(_("This meeting has not taken place yet."), field="meeting")
    current.reported_to = meeting
    current.version += 1
    return _saved(current, "silence.reported", actor, KNOWN, "reported_to")


def languages_out(document: Document) -> set[str]:
    """The languages in which a work is issued."""
    return set(current_revisions(document))


def _address(procedure: SilenceProcedure, now: datetime) -> int:
    """Fix who is asked: whoever counts in silence in the body that authorised it, with who cannot be reached."""
    body = procedure.authorised_by.meeting.kind.body
    if body is None:
        raise RuleBroken(_("No body meets in this kind of meeting."))
    counted = [row.party_id for row in taking_part(body, day_of(now, procedure.closes_zone)) if row.counts_in_silence]
    held, contested, bounced = represented(counted, now), contested_parties(), out_of_reach(counted, now)
    rows = [SilenceAddressee(procedure=procedure, party_id=party) for party in sorted(counted)]
    for row in rows:
        if row.party_id in contested:
            row.reach = Reach.ON_HOLD
        elif row.party_id not in held:
            row.reach = Reach.VACANT
        elif row.party_id in bounced:
            row.reach = Reach.BOUNCED
    return len(SilenceAddressee.objects.bulk_create(rows))


def _saved(procedure: SilenceProcedure, kind: str, actor: Actor, audience: Audience, *fields: str) -> SilenceProcedure:
    procedure.save(update_fields=["state", "version", *fields])
    record(procedure, kind, actor=actor, audience=audience)
    return procedure
