"""The doorbell of silence procedures."""

from celery import shared_task
from django.utils import timezone

from meetings.services.silence import close_due


@shared_task(name="meetings.close_silence")
def ring() -> None:
    """Close the windows whose end has passed."""
    close_due(timezone.now())
