"""Reads of comments on a circulated report: one's own, the compiled table, what may be commented on now."""

from django.db.models import F, QuerySet

from foundation.actors import Actor
from reports.enums import CommentKind, CommentState
from reports.enums import ReportState as S
from reports.models import Comment, ConsolidatedReport


def own_comments(report: ConsolidatedReport, actor: Actor) -> "list[Comment]":
    """What the reader's participant has said about the report, paragraph by paragraph; staff read the table."""
    if actor.reads_as_staff:
        return []
    rows = Comment.objects.visible_to(actor).filter(report=report).select_related("party")
    said = list(rows.order_by(F("paragraph").asc(nulls_first=True), "made_at", "id"))
    for one in said:
        one.report = report
    return said


def compiled_comments(report: ConsolidatedReport, actor: Actor, *, language: str) -> "QuerySet[Comment]":
    """The one table of the drafters: by paragraph, the report as a whole first, then by the name of the participant."""
    said = Comment.objects.visible_to(actor).filter(report=report).exclude(state=CommentState.WITHDRAWN)
    return said.select_related("party").order_by(
        F("paragraph").asc(nulls_first=True), f"party__sort_{language}", "made_at", "id"
    )


def asked_for_comments(actor: Actor) -> "list[ConsolidatedReport]":
    """The reports that comments are asked for on now, the first to close first."""
    seen = ConsolidatedReport.objects.visible_to(actor).filter(state=S.CIRCULATED, comments_until__gte=actor.now)
    return list(seen.select_related("round").order_by("comments_until", "id"))


def has_no_comment(comments: "list[Comment]") -> bool:
    """Whether “no comment” stands among them."""
    return any(one.kind == CommentKind.NONE and one.state == CommentState.STANDING for one in comments)
