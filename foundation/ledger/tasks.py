"""The doorbell of the ledger."""

from celery import shared_task
from django.utils import timezone

from foundation.ledger.anchors import anchor_head


@shared_task(name="ledger.anchor")
def anchor() -> None:
    """Anchor the head, each minute."""
    anchor_head(timezone.now())
