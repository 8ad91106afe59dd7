"""The only writers of requests, ladders, pauses and notices. What other apps call stands here."""

from notifications.services.keeping import keep_asked, keep_asked_of
from notifications.services.obligations import close_obligation

__all__ = ["close_obligation", "keep_asked", "keep_asked_of"]
