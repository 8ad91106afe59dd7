"""Who may do what with documents. Pure: no query, no HTTP."""

from documents.enums import Classification
from documents.models import Document
from foundation.actors import Actor
from parties.permissions import is_staff


def can_issue(actor: Actor, document: Document) -> bool:
    """Staff, and the outgoing Presidency for its own papers; who may write an owner's work is the owner's to say.

    The service of the work's owner checks the term of the Presidency and the participant before it asks for this.
    """
    if document.classification == Classification.OWNER:
        return actor.is_system or bool(actor.worn)
    return is_staff(actor) or any(office.window == "finishing" for office in actor.worn)


def can_classify(actor: Actor, document: Document) -> bool:
    """Staff, for works that have an address of their own."""
    return document.classification != Classification.OWNER and is_staff(actor)
