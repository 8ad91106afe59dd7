"""Partner systems that call the API, the keys they call it with, and the webhooks by which they are called."""

from integrations.models.clients import (
    LONGEST_NETWORK,
    PER_MINUTE,
    ApiClient,
    ApiKey,
    KeptAnswer,
    everything_to_read,
    own_offices,
    own_units,
)
from integrations.models.webhooks import LONGEST_ADDRESS, Delivery, Webhook, WebhookSecret

__all__ = [
    "LONGEST_ADDRESS",
    "LONGEST_NETWORK",
    "PER_MINUTE",
    "ApiClient",
    "ApiKey",
    "Delivery",
    "KeptAnswer",
    "Webhook",
    "WebhookSecret",
    "everything_to_read",
    "own_offices",
    "own_units",
]
