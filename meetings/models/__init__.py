"""Meetings, what was on their agenda, who came, what they adopted, decided and asked to be followed up."""

from meetings.models.decisions import Decision, FollowUp, Statement
from meetings.models.links import DecisionParagraph, MeetingCoChair
from meetings.models.meetings import AgendaItem, Delegate, Delegation, Meeting, MeetingKind, Verb
from meetings.models.outcomes import OutcomeText, Paragraph
from meetings.models.silence import SilenceAddressee, SilenceBreak, SilenceProcedure
from meetings.models.sittings import Sitting, SittingPresence

__all__ = [
    "AgendaItem",
    "Decision",
    "DecisionParagraph",
    "Delegate",
    "Delegation",
    "FollowUp",
    "Meeting",
    "MeetingCoChair",
    "MeetingKind",
    "OutcomeText",
    "Paragraph",
    "SilenceAddressee",
    "SilenceBreak",
    "SilenceProcedure",
    "Sitting",
    "SittingPresence",
    "Statement",
    "Verb",
]
