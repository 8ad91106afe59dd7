"""The doorbell of the outbox."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from foundation import doorbells
from foundation.outbox.delivery import HELD, UNREACHABLE, drain


@shared_task(name="outbox.deliver")
def ring() -> None:
    """Send what is due for some seconds: one task per batch, not per mail. If more is due, the next one is rung for.

    So a worker that is asked to stop is never long about it, and other bells are heard between.
    """
    outcomes = drain(now=timezone.now(), seconds=settings.OUTBOX_SHIFT)
    if outcomes and not outcomes.keys() & {HELD, UNREACHABLE}:
        doorbells.ring(ring)
