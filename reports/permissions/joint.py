"""Who may do what with participants named in a contribution. Pure: no query, no HTTP."""

from foundation.actors import Actor
from parties.permissions import holds_power
from reports.models import Contribution, JointName
from reports.permissions.contributions import can_submit


def can_name(actor: Actor, contribution: Contribution) -> bool:
    """Speaks for the participant that drafts; an authority on hold speaks for nobody else."""
    return contribution.authority_id is None and can_submit(actor, contribution)


def can_take_out(actor: Actor, joint: JointName) -> bool:
    """Whoever may name."""
    return can_name(actor, joint.contribution)


def can_answer(actor: Actor, joint: JointName) -> bool:
    """Speaks for the participant that is named, as a whole."""
    return holds_power(actor, "submit", joint.party_id)


def is_the_system(actor: Actor, joint: JointName) -> bool:  # noqa: ARG001 -- every predicate takes actor and object
    """What follows from a submission or a withdrawal is no step of anybody."""
    return actor.is_system
