"""The only writers of requests, ladders, pauses and notices. What other apps call stands here."""

from notifications.services.obligations import (
    close_obligation,
    move_obligation,
    obligation_key,
    open_obligation,
    open_obligations,
)

__all__ = ["close_obligation", "move_obligation", "obligation_key", "open_obligation", "open_obligations"]
