"""Who may let partner systems in, and have them called."""

from foundation.actors import Actor
from integrations.enums import WebhookState
from integrations.models import ApiClient, Webhook, own_units
from parties.permissions import is_staff


def can_register_clients(actor: Actor) -> bool:
    """The Presidency in the chair or the Secretariat, for anybody."""
    return is_staff(actor)


def can_keep_client(actor: Actor, client: ApiClient) -> bool:
    """Staff; whoever submits for the participant that keeps it. A program never issues keys, not even to itself."""
    return is_staff(actor) or (actor.kind == "person" and client.party_id in own_units(actor))


def can_have_called(actor: Actor, client: ApiClient) -> bool:
    """Whoever keeps it, and the system itself with its key: it is told of nothing that it may not read."""
    return actor.client_id == client.pk if actor.kind == "client" else can_keep_client(actor, client)


def can_keep_webhook(actor: Actor, webhook: Webhook) -> bool:
    """They, of its client; the row comes with it."""
    return can_have_called(actor, webhook.client)


def can_replay_webhook(actor: Actor, webhook: Webhook) -> bool:
    """They, while it is called."""
    return webhook.state == WebhookState.ACTIVE and can_keep_webhook(actor, webhook)


def can_change_webhook(actor: Actor, webhook: Webhook) -> bool:
    """They, until it is taken away."""
    return webhook.state != WebhookState.REMOVED and can_keep_webhook(actor, webhook)


def is_the_system(actor: Actor, webhook: object) -> bool:  # noqa: ARG001 -- every predicate takes actor and object
    """Scheduled work."""
    return actor.is_system
