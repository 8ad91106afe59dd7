"""Rings for a worker when messages were queued; without a broker they wait for the next beat."""

import logging

from django.dispatch import receiver
from kombu.exceptions import OperationalError

from foundation.outbox.signals import messages_queued
from foundation.outbox.tasks import ring

log = logging.getLogger("outbox")


@receiver(messages_queued, dispatch_uid="outbox.ring")
def ring_for_a_worker(**_kwargs: object) -> None:
    """A wake-up only: what is to be sent stands in the table."""
    try:
        ring.apply_async(retry=False)
    except OperationalError as error:
        log.warning("outbox: no broker to wake a worker: %s", error)
