"""Who may let partner systems in."""

from foundation.actors import Actor
from parties.permissions import is_staff


def can_manage_clients(actor: Actor, client: object) -> bool:  # noqa: ARG001 -- every predicate takes actor and object
    """The Presidency in the chair or the Secretariat."""
    return is_staff(actor)
