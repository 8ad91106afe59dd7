"""The doorbell of the outbox."""

from celery import shared_task
from django.utils import timezone

from foundation.outbox.delivery import deliver


@shared_task(name="outbox.deliver")
def ring() -> None:
    """Send until nothing is due: one task per batch, not per mail."""
    while deliver(now=timezone.now())["sent"]:
        continue
