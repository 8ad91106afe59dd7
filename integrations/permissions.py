"""Who may let partner systems in."""

from foundation.actors import Actor
from integrations.models import ApiClient, own_units
from parties.permissions import is_staff


def can_register_clients(actor: Actor) -> bool:
    """The Presidency in the chair or the Secretariat, for anybody."""
    return is_staff(actor)


def can_keep_client(actor: Actor, client: ApiClient) -> bool:
    """Staff; whoever submits for the participant that keeps it. A program never issues keys, not even to itself."""
    return is_staff(actor) or (actor.kind == "person" and client.party_id in own_units(actor))
