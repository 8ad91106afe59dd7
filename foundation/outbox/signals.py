"""What upper apps hear of: messages that were committed, addresses that are reached again."""

from django.dispatch import Signal

messages_queued = Signal()
"""Sent when a transaction that wrote messages has committed."""

address_cleared = Signal()
"""Sent in the transaction in which staff say that an address is reached again. Argument: `address`."""
