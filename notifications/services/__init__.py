"""The only writers of requests, ladders, pauses and notices. What other apps call stands here."""

from notifications.services.obligations import (
    close_obligation,
    obligation_key,
    open_obligation,
    open_obligations,
    renew_obligations,
)

__all__ = ["close_obligation", "obligation_key", "open_obligation", "open_obligations", "renew_obligations"]
