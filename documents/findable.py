"""Words by which documents are found: the title, never the text; a work that its owner serves is not found at all."""

from documents.models import Document
from foundation.search.registry import Findable, words_of


def of_document(document: Document) -> dict[str, str]:
    """Its title and symbol."""
    return words_of(document, "title", plain=document.symbol)


FINDABLE = (Findable(Document, of_document),)
