"""Who may do what with sections that are handed over. Pure: no query, no HTTP."""

from foundation.actors import Actor
from parties.permissions import holds_power
from reports.models import Contribution, HandedSection
from reports.permissions.contributions import can_write


def can_hand_over(actor: Actor, contribution: Contribution) -> bool:
    """Shares the work of its participant out: hands sections over and takes them back."""
    return holds_power(actor, "hand_over_sections", contribution.party_id, contribution.authority_id)


def can_take_back(actor: Actor, handed: HandedSection) -> bool:
    """Those who share the work out; the system, when the contribution is sent."""
    return actor.is_system or can_hand_over(actor, handed.contribution)


def can_finish(actor: Actor, handed: HandedSection) -> bool:
    """The person it was handed to, as long as an office lets that person write."""
    return actor.user_id == handed.user_id and can_write(actor, handed.contribution)


def writes_everywhere(actor: Actor, contribution: Contribution) -> bool:
    """Not bound to what was handed over."""
    return not contribution.only_where_handed or can_hand_over(actor, contribution)
