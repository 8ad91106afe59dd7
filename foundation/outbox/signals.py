"""Sent when a transaction that wrote messages has committed."""

from django.dispatch import Signal

messages_queued = Signal()
