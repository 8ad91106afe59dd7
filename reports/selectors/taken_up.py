"""What became of taken-up comments in the text: what reads as it did when it was commented on."""

from documents.enums import RevisionKind
from documents.models import Revision
from reports.enums import CommentState
from reports.models import Comment, ConsolidatedReport
from reports.rendition import paragraphs_in, render, text_of, title_in

IN_THE_TEXT = (CommentState.TAKEN_UP, CommentState.TAKEN_UP_IN_PART)


WHOLE = None
"""Where a paragraph has its number: the report as a whole."""


def taken_up_and_unchanged(report: ConsolidatedReport) -> list[int | None]:
    """The paragraphs on which comments were taken up and which have not changed in any language; `WHOLE` comes first.

    A comment is compared with the draft it was made on, in each language in which that draft was issued. One on the
    report as a whole came to nothing only where the title and every paragraph are the same, and none was added.
    """
    taken_up = Comment.objects.filter(report=report, state__in=IN_THE_TEXT)
    by_draft: dict[int, set[int | None]] = {}
    for draft, number in taken_up.values_list("revision__expression__document", "paragraph").distinct():
        by_draft.setdefault(draft, set()).add(number)
    changed_in = {draft: _changed_since(report, draft) for draft in by_draft}
    unchanged = {number for draft, numbers in by_draft.items() for number in numbers - changed_in[draft]}
    return sorted(unchanged, key=lambda number: number or 0)


def _changed_since(report: ConsolidatedReport, draft: int) -> set[int | None]:
    """What of a circulated draft no longer stands in the text as it stood there."""
    text = text_of(report)
    issued = Revision.objects.filter(expression__document=draft, kind=RevisionKind.REVISION)
    changed: set[int | None] = set()
    for revision in issued.select_related("expression"):
        content, earlier = render(text, revision.expression.language), bytes(revision.content)
        now, before = paragraphs_in(content), paragraphs_in(earlier)
        changed |= {number for number, words in before.items() if now.get(number) != words}
        if (title_in(content), now) != (title_in(earlier), before):
            changed.add(WHOLE)
    return changed
