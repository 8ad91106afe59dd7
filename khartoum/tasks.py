"""The project's own doorbell: a worker says that it lives."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from khartoum.health import HEARTBEAT


@shared_task(name="khartoum.heartbeat")
def heartbeat() -> None:
    """Note the moment where /readyz reads it; kept until the next one, so that its age can be told."""
    cache.set(HEARTBEAT, timezone.now().timestamp(), timeout=None)
