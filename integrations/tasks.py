"""The doorbell of the integrations app: what was kept for a while is forgotten."""

from celery import shared_task
from django.utils import timezone

from integrations.kept_answers import forget
from integrations.services.deliveries import forget_calls


@shared_task(name="integrations.forget_answers")
def ring() -> None:
    """Remove answers that were kept for a day, and what became of calls long ago."""
    forget(timezone.now())
    forget_calls(timezone.now())
