"""The only writers of requests, ladders, pauses and notices. What other apps call stands here."""

from notifications.models.obligations import obligation_key
from notifications.services.keeping import keep_asked, keep_asked_of
from notifications.services.obligations import (
    close_obligation,
    open_obligation,
    open_obligations,
    renew_obligations,
)

__all__ = [
    "close_obligation",
    "keep_asked",
    "keep_asked_of",
    "obligation_key",
    "open_obligation",
    "open_obligations",
    "renew_obligations",
]
