"""Signatures of Standard Webhooks, with secrets that stand nowhere: each is worked out when it is needed."""

import base64
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.utils.crypto import salted_hmac
from standardwebhooks import Webhook

from foundation.ledger.selectors import Cursor

SALT = "integrations.webhook"


def new_seed() -> bytes:
    """What a secret grows from: of no use without the key of the system."""
    return secrets.token_bytes(32)


def shown(seed: bytes) -> str:
    """The secret as its receiver takes it over: `whsec_` and 256 bits."""
    return f"whsec_{base64.b64encode(_secret(seed, settings.SECRET_KEY)).decode()}"


def signed(seeds: Iterable[bytes], *, message: str, at: datetime, body: str) -> dict[str, str]:
    """The three headers of a call. While one secret takes the place of another, either is right."""
    signatures = [Webhook(secret).sign(message, at, body) for seed in seeds for secret in _secrets(seed)]
    return {
        "webhook-id": message,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def identity(webhook: UUID, place: Cursor) -> UUID:
    """What a receiver knows a change by, however often it is told of it."""
    return uuid5(webhook, f"{place.block}.{place.entry}")


def _secrets(seed: bytes) -> Iterator[bytes]:
    """By the key of the system, and by each that it takes the place of."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _secret(seed, key)


def _secret(seed: bytes, key: str | bytes) -> bytes:
    return salted_hmac(SALT, bytes(seed), secret=key, algorithm="sha256").digest()
