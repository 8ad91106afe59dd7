"""The only writers of the meetings app, by noun."""

from meetings.services.decisions import open_follow_up, record_decision, save_decision, save_follow_up
from meetings.services.delegations import (
    confirm_delegation,
    excuse_delegation,
    invite_delegations,
    nominate_delegation,
    query_delegation,
    save_delegation,
)
from meetings.services.follow_ups import (
    carry_over_follow_up,
    drop_follow_up,
    finish_follow_up,
    start_follow_up,
)
from meetings.services.meetings import (
    cancel_meeting,
    conclude_meeting,
    convene_meeting,
    hold_meeting,
    postpone_meeting,
    reconvene_meeting,
    record_handover,
    save_meeting,
)
from meetings.services.presence import record_presence, record_sitting_presence
from meetings.services.statements import save_statement
from meetings.services.texts import adopt_outcome_text, save_outcome_text

__all__ = [
    "adopt_outcome_text",
    "cancel_meeting",
    "carry_over_follow_up",
    "conclude_meeting",
    "confirm_delegation",
    "convene_meeting",
    "drop_follow_up",
    "excuse_delegation",
    "finish_follow_up",
    "hold_meeting",
    "invite_delegations",
    "nominate_delegation",
    "open_follow_up",
    "postpone_meeting",
    "query_delegation",
    "reconvene_meeting",
    "record_decision",
    "record_handover",
    "record_presence",
    "record_sitting_presence",
    "save_decision",
    "save_delegation",
    "save_follow_up",
    "save_meeting",
    "save_outcome_text",
    "save_statement",
    "start_follow_up",
]
