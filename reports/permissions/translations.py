"""Who may put a translation beneath an answer, and correct it: its participant, and officers once it was received."""

from foundation.actors import Actor
from parties.enums import OfficeSide
from parties.permissions import is_presidency_officer, is_secretariat_officer
from reports.models import AnswerTranslation, Contribution
from reports.permissions.contributions import can_judge, can_write
from reports.permissions.handed import writes_everywhere


def can_translate(actor: Actor, contribution: Contribution) -> bool:
    """Translates what was submitted: its participant, or an officer who does not also write for it."""
    if contribution.submitted_at is None:
        return False
    officer = is_presidency_officer(actor) or is_secretariat_officer(actor)
    return can_translate_every_draft(actor, contribution) or (officer and can_judge(actor, contribution))


def can_translate_drafts(actor: Actor, contribution: Contribution) -> bool:
    """Translates answers as they stand: those alone who write them, where they write."""
    return can_write(actor, contribution)


def can_translate_every_draft(actor: Actor, contribution: Contribution) -> bool:
    """Translates in every section: not bound to those that were handed over."""
    return can_write(actor, contribution) and writes_everywhere(actor, contribution)


def can_correct(actor: Actor, translation: AnswerTranslation) -> bool:
    """Writes it anew: what the participant says are its own words, only its own people."""
    return translation.made_by_side != OfficeSide.PARTICIPANT or actor.hat == OfficeSide.PARTICIPANT
