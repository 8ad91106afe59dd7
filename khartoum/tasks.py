"""The project's own doorbells: a worker says that it lives, and webhooks are told what changed."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from khartoum.health import HEARTBEAT
from khartoum.told.subscribers import tell_webhooks


@shared_task(name="khartoum.heartbeat")
def heartbeat() -> None:
    """Note the moment where /readyz reads it; kept until the next one, so that its age can be told."""
    cache.set(HEARTBEAT, timezone.now().timestamp(), timeout=None)


@shared_task(name="khartoum.tell_webhooks")
def ring_webhooks() -> None:
    """Write calls for what follows; the outbox makes them."""
    tell_webhooks(timezone.now())
