"""The doorbell of the accounts app: what the doors no longer need is forgotten."""

from celery import shared_task
from django.utils import timezone

from foundation.accounts import limits, links


@shared_task(name="accounts.tidy")
def tidy() -> None:
    """Forget counts whose window is over and links that ended long ago."""
    limits.tidy(timezone.now())
    links.tidy(timezone.now())
