"""Reads of the documents app."""

from documents.enums import RevisionKind
from documents.models import Document, Revision


def current_revisions(document: Document) -> dict[str, Revision]:
    """The newest numbered revision of each language, without its bytes; corrections stand apart."""
    newest = (
        Revision.objects.without_content()
        .filter(expression__document=document, kind=RevisionKind.REVISION)
        .select_related("expression")
        .order_by("expression__language", "-number")
        .distinct("expression__language")
    )
    return {revision.expression.language: revision for revision in newest}
