"""Who may do what with meetings. Pure: no query, no HTTP."""

from foundation.actors import Actor
from meetings.models import Decision, Delegation, FollowUp, Meeting, OutcomeText
from parties.permissions import holds_power, is_staff, may_finish_for


def can_plan_meeting(actor: Actor, _meeting: Meeting | None = None) -> bool:
    """Plans, convenes and moves meetings."""
    return is_staff(actor)


def can_keep_record(actor: Actor, meeting: Meeting) -> bool:
    """Keeps the record of a meeting: staff, and the outgoing Presidency of what it chaired itself."""
    return may_finish_for(actor, meeting.chair_id)


def can_record_handover(actor: Actor, _meeting: Meeting) -> bool:
    """Records that the chair passed."""
    return is_staff(actor)


def can_write_text(actor: Actor, text: OutcomeText) -> bool:
    """Writes an outcome text or a Chair's summary of a meeting."""
    return may_finish_for(actor, text.meeting.chair_id)


def can_invite(actor: Actor, _delegation: Delegation | None = None) -> bool:
    """Invites delegations, confirms nominations or sends them back with a question."""
    return is_staff(actor)


def can_nominate(actor: Actor, delegation: Delegation) -> bool:
    """Names a delegation: its participant, or staff on the strength of its letter."""
    return is_staff(actor) or holds_power(actor, "submit", delegation.party_id)


def can_decide(actor: Actor, decision: Decision) -> bool:
    """Keeps the decisions of a meeting."""
    return may_finish_for(actor, decision.meeting.chair_id)


def can_follow_up(actor: Actor, _follow_up: FollowUp) -> bool:
    """Keeps what is followed up."""
    return is_staff(actor)
