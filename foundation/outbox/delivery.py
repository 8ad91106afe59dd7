"""Sends what is due: claim, ask again, hand over, note what became of it. Safe to run many times at once."""

import logging
from collections import Counter
from datetime import datetime

from foundation.outbox import registry, services
from foundation.outbox.models import Message
from foundation.outbox.transport import keeps_bodies

BATCH = 20
"""Small enough that a slow server cannot outlast the lease."""
log = logging.getLogger("outbox")


def deliver(*, now: datetime, limit: int = BATCH) -> Counter[str]:
    """One batch per channel; how many messages were sent, postponed, set aside, cancelled or lost to another worker."""
    services.tidy(now=now)
    outcomes: Counter[str] = Counter()
    for channel, carrier in registry.carriers():
        if not Message.objects.due(now).filter(channel=channel).exists():
            continue
        try:
            with carrier() as send:
                for message in services.claim(channel, limit=limit, now=now):
                    outcomes[_deliver_one(message, send, now)] += 1
        except registry.UnreachableError as error:
            log.warning("outbox: %s cannot be reached: %s", channel, error)
            outcomes["unreachable"] += 1
    return outcomes


def _deliver_one(message: Message, send: registry.Sender, now: datetime) -> str:
    outcome, noted = _attempt(message, send, now)
    if not noted:
        log.warning("outbox: the lease of message %s was lost before it was %s", message.uuid, outcome)
        return "lost"
    return outcome


def _attempt(message: Message, send: registry.Sender, now: datetime) -> tuple[str, bool]:
    try:
        if not registry.is_wanted(message):
            return "cancelled", services.cancel_unwanted(message)
        send(message)
    except registry.RefusedError as error:
        return "set aside", services.set_aside(message, str(error))
    except Exception as error:  # noqa: BLE001 -- one message must not stop the batch; the reason is kept in the row
        log.info("outbox: message %s postponed: %s", message.uuid, type(error).__name__)
        return "postponed", services.postpone(message, f"{type(error).__name__}: {error}", now=now)
    return "sent", services.mark_sent(message, now=now, wipe=message.secret and not keeps_bodies())
