"""Which reminders are still wanted when they are about to leave."""

from django.utils import timezone

from foundation.outbox.models import Message
from foundation.outbox.registry import still_wanted
from notifications.services.mails import KIND
from notifications.services.rechecks import is_still_wanted


@still_wanted(KIND)
def reminder_is_still_wanted(message: Message) -> bool:
    """Still open, still entitled, still wanted."""
    return is_still_wanted(message, now=timezone.now())
