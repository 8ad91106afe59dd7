"""The doorbell of the integrations app: answers that are no longer given again are forgotten."""

from celery import shared_task
from django.utils import timezone

from integrations.kept_answers import forget


@shared_task(name="integrations.forget_answers")
def ring() -> None:
    """Remove answers that were kept for a day."""
    forget(timezone.now())
