"""Reads of the documents app."""

from documents.enums import RevisionKind
from documents.models import Document, Revision


def current_revisions(document: Document) -> dict[str, Revision]:
    """The newest numbered revision of each language, without its bytes; corrections are found by `corrections_of`."""
    newest = (
        Revision.objects.without_content()
        .filter(expression__document=document, kind=RevisionKind.REVISION)
        .select_related("expression")
        .order_by("expression__language", "-number")
        .distinct("expression__language")
    )
    return {revision.expression.language: revision for revision in newest}


def corrections_of(revision: Revision) -> list[Revision]:
    """Corrigenda and addenda of one revision, in the order they were issued, without their bytes."""
    return list(Revision.objects.without_content().filter(corrects=revision).order_by("issued_at", "id"))
