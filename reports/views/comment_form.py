"""What the page of a report shows of comments: what the reader's participant said, and the form to say more."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from foundation.actors import Actor
from foundation.errors import DomainError
from parties.models import Party
from reports.forms.comments import CommentForm
from reports.models import ConsolidatedReport
from reports.permissions.comments import comments_for, is_open_for_comments
from reports.rendition import numbers_in
from reports.selectors.comments import has_no_comment, own_comments
from reports.workflow import COMMENT


def comment_form(
    actor: Actor,
    report: ConsolidatedReport,
    given: Mapping[str, str] | None = None,
    *,
    begun: Mapping[str, Any] | None = None,
) -> CommentForm:
    """The one form for a comment, with the paragraphs of the text that was circulated, in the reader's language.

    `begun`: what its fields begin with.
    """
    language, text = (get_language() or "en")[:2], report.circulated_revision
    return CommentForm(
        given,
        parties=list(Party.objects.filter(pk__in=comments_for(actor)).alphabetical(language)),
        paragraphs=numbers_in(bytes(text.content)) if text is not None else [],
        initial={"language": language, **(begun or {})},
        auto_id="id_comment_%s",
    )


def comments_shown(
    actor: Actor,
    report: ConsolidatedReport,
    form: CommentForm | None,
    error: DomainError | None,
    *,
    begun: Mapping[str, Any],
) -> dict[str, object]:
    """What the reader's participant said, and the form as long as comments are asked for; typed words are kept."""
    is_open = is_open_for_comments(report, actor.now) and bool(comments_for(actor))
    said = own_comments(report, actor)
    shown = form or (comment_form(actor, report, begun=begun) if is_open else None)
    return {
        "comments": said,
        "comment_form": shown,
        "is_open_for_comments": is_open,
        "said_no_comment": has_no_comment(said),
        "withdrawable": {one.pk for one in said if "withdraw" in COMMENT.available(one, actor)},
        "several_participants": len({one.party_id for one in said}) > 1,
        "unsent": begun.get("text", "") if form is None else "",
        "error": error if form is None else None,
    }
