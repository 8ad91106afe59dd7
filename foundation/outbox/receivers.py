"""Rings for a worker when messages were queued."""

from django.dispatch import receiver

from foundation import doorbells
from foundation.outbox.signals import messages_queued
from foundation.outbox.tasks import ring


@receiver(messages_queued, dispatch_uid="outbox.ring")
def ring_for_a_worker(**_kwargs: object) -> None:
    """A wake-up only: what is to be sent stands in the table."""
    doorbells.ring(ring)
