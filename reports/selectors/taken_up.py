"""What became of taken-up comments in the text: which paragraphs read as they did when they were commented on."""

from documents.enums import RevisionKind
from documents.models import Revision
from reports.enums import CommentState
from reports.models import Comment, ConsolidatedReport
from reports.rendition import paragraphs_in, render, text_of

IN_THE_TEXT = (CommentState.TAKEN_UP, CommentState.TAKEN_UP_IN_PART)


def taken_up_and_unchanged(report: ConsolidatedReport) -> list[int]:
    """The numbers of the paragraphs on which comments were taken up and which have not changed in any language.

    A comment is compared with the draft it was made on, in each language in which that draft was issued.
    """
    taken_up = Comment.objects.filter(report=report, state__in=IN_THE_TEXT)
    by_draft: dict[int, set[int]] = {}
    for draft, number in taken_up.values_list("revision__expression__document", "paragraph").distinct():
        if number is not None:
            by_draft.setdefault(draft, set()).add(number)
    changed_in = {draft: _changed_since(report, draft) for draft in by_draft}
    return sorted({number for draft, numbers in by_draft.items() for number in numbers - changed_in[draft]})


def _changed_since(report: ConsolidatedReport, draft: int) -> set[int]:
    """The paragraphs of a circulated draft that no longer stand in the text as they stood there."""
    text = text_of(report)
    issued = Revision.objects.filter(expression__document=draft, kind=RevisionKind.REVISION)
    changed: set[int] = set()
    for revision in issued.select_related("expression"):
        now = paragraphs_in(render(text, revision.expression.language))
        before = paragraphs_in(bytes(revision.content))
        changed |= {number for number, words in before.items() if now.get(number) != words}
    return changed
