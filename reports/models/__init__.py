"""Rounds, what participants contribute, the consolidated report, its endorsement and its review."""

from reports.models.answers import Answer, AnswerRevision
from reports.models.attachments import Attachment
from reports.models.clearances import Clearance
from reports.models.comments import Comment
from reports.models.consolidated import ConsolidatedReport, Presentation, ReportParagraph, ReportSource
from reports.models.contributions import Contribution, SectionTerms, Snapshot
from reports.models.handed import HandedSection
from reports.models.joint import JointName
from reports.models.letters import Letter, Passage
from reports.models.limits import RoundLimit
from reports.models.outcomes import Amendment, Confirmation, Endorsement, Reservation, Review, Transmission
from reports.models.presence import Presence
from reports.models.queries import Query, QueryTurn
from reports.models.receipts import Receipt
from reports.models.rounds import Addressee, Round
from reports.models.signing import Signature, SigningRule
from reports.models.templates import Template, TemplateQuestion, TemplateSection
from reports.models.translations import AnswerTranslation

__all__ = [
    "Addressee",
    "Amendment",
    "Answer",
    "AnswerRevision",
    "AnswerTranslation",
    "Attachment",
    "Clearance",
    "Comment",
    "Confirmation",
    "ConsolidatedReport",
    "Contribution",
    "Endorsement",
    "HandedSection",
    "JointName",
    "Letter",
    "Passage",
    "Presence",
    "Presentation",
    "Query",
    "QueryTurn",
    "Receipt",
    "ReportParagraph",
    "ReportSource",
    "Reservation",
    "Review",
    "Round",
    "RoundLimit",
    "SectionTerms",
    "Signature",
    "SigningRule",
    "Snapshot",
    "Template",
    "TemplateQuestion",
    "TemplateSection",
    "Transmission",
]
