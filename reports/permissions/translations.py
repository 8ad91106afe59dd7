"""Who may put a translation beneath an answer: its participant, and officers once it was received."""

from foundation.actors import Actor
from parties.permissions import is_presidency_officer, is_secretariat_officer
from reports.models import Contribution
from reports.permissions.contributions import can_judge, can_write


def can_translate(actor: Actor, contribution: Contribution) -> bool:
    """Translates what was submitted: its participant, or an officer who does not also write for it."""
    if contribution.submitted_at is None:
        return False
    officer = is_presidency_officer(actor) or is_secretariat_officer(actor)
    return can_write(actor, contribution) or (officer and can_judge(actor, contribution))


def can_translate_drafts(actor: Actor, contribution: Contribution) -> bool:
    """Translates answers as they stand: those alone who write them."""
    return can_write(actor, contribution)
