"""Who may comment on a circulated report, and who says what became of a comment."""

from datetime import datetime

from foundation.actors import Actor
from parties.enums import OfficeSide
from parties.permissions import is_presidency_officer, is_secretariat_officer, writes_also_for
from reports.enums import CommentKind
from reports.enums import ReportState as S
from reports.models import Comment, ConsolidatedReport

COMMENTING = frozenset({"submit", "hand_over_sections", "agree"})
"""Powers of the focal point, its alternate and the senior official: whichever is there speaks for the participant."""
DISCUSSED = frozenset({S.CIRCULATED, S.COMMENTS_CLOSED})
"""States of a report in which the drafters say what becomes of comments: afterwards its text is fixed."""


def comments_for(actor: Actor) -> frozenset[int]:
    """The participants (their keys) that the actor comments for under the hat worn; none while one is on hold."""
    return frozenset(
        office.unit_id
        for office in actor.worn
        if office.side == OfficeSide.PARTICIPANT and office.authority_id is None and office.powers & COMMENTING
    )


def is_open_for_comments(report: ConsolidatedReport, now: datetime) -> bool:
    """Whether comments are asked for at this moment: it is circulated, and the moment named has not passed."""
    return report.state == S.CIRCULATED and report.comments_until is not None and now <= report.comments_until


def can_withdraw(actor: Actor, comment: Comment) -> bool:
    """Takes a comment back: who could have made it, as long as comments are asked for."""
    return comment.party_id in comments_for(actor) and is_open_for_comments(comment.report, actor.now)


def can_settle(actor: Actor, comment: Comment) -> bool:
    """Says what became of a comment: an officer who does not speak for its participant under another hat."""
    officer = is_presidency_officer(actor) or is_secretariat_officer(actor)
    return (
        officer and _has_content(comment) and comment.report.state in DISCUSSED and not _speaks_also_for(actor, comment)
    )


def _has_content(comment: Comment) -> bool:
    """Nothing becomes of “no comment”."""
    return comment.kind != CommentKind.NONE


def _speaks_also_for(actor: Actor, comment: Comment) -> bool:
    """Nobody deals with the comments of a participant they also write or speak for (domain note, section 4)."""
    held = (office for office in actor.held if office.unit_id == comment.party_id)
    return writes_also_for(actor, comment.party_id) or any(office.powers & COMMENTING for office in held)
