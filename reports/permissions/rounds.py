"""Who may do what with rounds and templates: the Presidency in the chair and the Secretariat."""

from foundation.actors import Actor
from parties.permissions import is_staff
from reports.enums import RoundState
from reports.models import Round, Template
from reports.selectors.obligations import ACCEPTING


def can_prepare_round(actor: Actor) -> bool:
    """Prepares rounds and writes templates."""
    return is_staff(actor)


def can_run_round(actor: Actor, round_: Round) -> bool:  # noqa: ARG001 -- every predicate takes actor and object
    """Takes a round through its steps and keeps its list of addressees."""
    return is_staff(actor)


def can_agree_extension(actor: Actor, round_: Round) -> bool:
    """Agrees another due moment with one participant, while the round receives anything."""
    return is_staff(actor) and round_.state in ACCEPTING


def can_write_template(actor: Actor, template: Template) -> bool:
    """Writes its questions, as long as no round has opened with it."""
    return is_staff(actor) and not template.is_frozen


def can_make_edition(actor: Actor, template: Template) -> bool:
    """Makes the next edition of a template that is in use."""
    return is_staff(actor) and template.is_frozen


def can_move_edition(actor: Actor, round_: Round) -> bool:
    """Moves an open round to a later edition of its questions; the row says whether there is one."""
    return round_.state == RoundState.OPEN and getattr(round_, "has_later_edition", False) and is_staff(actor)
