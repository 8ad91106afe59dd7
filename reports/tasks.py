"""The doorbell of receipts."""

from celery import shared_task
from django.utils import timezone

from reports.services.receipts import give_receipts


@shared_task(name="reports.give_receipts")
def ring() -> None:
    """Mail and freeze what is owed after submissions: one task per batch."""
    give_receipts(now=timezone.now())
