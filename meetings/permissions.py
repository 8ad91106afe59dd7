"""Who may do what with meetings. Pure: no query, no HTTP."""

from foundation.actors import Actor
from meetings.enums import AHEAD, OPEN_RECORDS, TOOK_PLACE, MeetingState, SilenceState, TextState
from meetings.models import (
    Decision,
    Delegation,
    FollowUp,
    Meeting,
    OutcomeText,
    SilenceProcedure,
    Sitting,
    Statement,
)
from parties.permissions import holds_power, is_finishing, is_presidency_officer, is_staff, may_finish_for


def can_plan_meeting(actor: Actor, meeting: Meeting | None = None) -> bool:  # noqa: ARG001 -- every predicate takes actor and object
    """Plans, convenes and moves meetings."""
    return is_staff(actor)


def can_keep_record(actor: Actor, meeting: Meeting) -> bool:
    """Keeps the record of a meeting: staff, and the outgoing Presidency of what it chaired itself."""
    return may_finish_for(actor, meeting.chair_id)


def is_record_open(meeting: Meeting) -> bool:
    """Whether its record still takes entries: once it is concluded, only while it is known to be incomplete."""
    return (meeting.state, meeting.is_incomplete) in OPEN_RECORDS


def can_record_presence(actor: Actor, meeting: Meeting) -> bool:
    """Records who was present at a meeting that took place."""
    return meeting.state in TOOK_PLACE and can_keep_record(actor, meeting)


def can_record_sitting(actor: Actor, sitting: Sitting) -> bool:
    """Records who was present at a sitting."""
    return can_record_presence(actor, sitting.meeting)


def can_record_handover(actor: Actor, meeting: Meeting) -> bool:
    """Records, once and at a meeting that is held, that the chair passed."""
    return is_staff(actor) and is_handover_due(meeting)


def is_handover_due(meeting: Meeting) -> bool:
    """The chair passes at this meeting, and nobody has recorded it yet."""
    named = meeting.hands_over_id is not None
    return named and meeting.state == MeetingState.HELD and meeting.handover_recorded_at is None


def can_begin_text(actor: Actor) -> bool:
    """Begins an outcome text of some meeting; which one is checked when it is saved."""
    return is_staff(actor) or any(office.window == "finishing" for office in actor.worn)


def can_write_text(actor: Actor, text: OutcomeText) -> bool:
    """Writes a draft: staff and whoever chaired the meeting. What was adopted is kept by staff alone."""
    if text.state == TextState.ADOPTED:
        return is_staff(actor)
    return may_finish_for(actor, text.meeting.chair_id)


def can_invite(actor: Actor, delegation: Delegation | None = None) -> bool:  # noqa: ARG001 -- as above
    """Invites delegations, confirms nominations or sends them back with a question."""
    return is_staff(actor)


def can_invite_to(actor: Actor, meeting: Meeting) -> bool:
    """Invites to this meeting: before it is held, or later while its record is known to be incomplete."""
    return is_staff(actor) and (meeting.state in AHEAD or (meeting.state in TOOK_PLACE and meeting.is_incomplete))


def can_nominate(actor: Actor, delegation: Delegation) -> bool:
    """Names a delegation: its participant, or staff on the strength of its letter."""
    return is_staff(actor) or holds_power(actor, "submit", delegation.party_id)


def can_record(actor: Actor) -> bool:
    """Records decisions and statements of some meeting; which one is checked when they are saved."""
    return can_begin_text(actor)


def can_decide(actor: Actor, decision: Decision | Statement) -> bool:
    """Keeps the decisions and statements of a meeting."""
    return may_finish_for(actor, decision.meeting.chair_id)


def can_follow_up(actor: Actor, follow_up: FollowUp | None = None) -> bool:  # noqa: ARG001 -- as above
    """Keeps what is followed up."""
    return is_staff(actor)


def can_prepare_silence(actor: Actor, procedure: SilenceProcedure | None = None) -> bool:
    """Prepares a silence procedure, while it has not begun."""
    return is_staff(actor) and (procedure is None or procedure.state == SilenceState.PREPARING)


def can_keep_silence(actor: Actor, procedure: SilenceProcedure) -> bool:
    """Enters what is received and closes the window: staff, and the outgoing Presidency that began it."""
    return may_finish_for(actor, procedure.term_id)


def can_declare_silence(actor: Actor, procedure: SilenceProcedure) -> bool:
    """Declares the outcome: the Presidency in the chair, or the outgoing one that began it; nobody in their place."""
    return is_presidency_officer(actor) or is_finishing(actor, procedure.term_id)


def can_enter_break(actor: Actor, procedure: SilenceProcedure) -> bool:
    """Enters an objection or amendment, also a further one and one that came after the end."""
    open_to_it = {SilenceState.RUNNING, SilenceState.CLOSED, SilenceState.BROKEN}
    return procedure.state in open_to_it and can_keep_silence(actor, procedure)


def can_correct_reach(actor: Actor, procedure: SilenceProcedure) -> bool:
    """Says who was not reached after all, until the outcome is declared."""
    return procedure.state in {SilenceState.RUNNING, SilenceState.CLOSED} and can_keep_silence(actor, procedure)


def can_report_silence(actor: Actor, procedure: SilenceProcedure) -> bool:
    """Notes, once, the meeting to which the outcome was reported."""
    over = {SilenceState.CONCLUDED, SilenceState.BROKEN}
    return procedure.state in over and procedure.reported_to_id is None and can_keep_silence(actor, procedure)
