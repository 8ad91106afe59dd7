"""Reads of the outbox: how long messages have been waiting."""

from datetime import datetime, timedelta

from django.db.models import F, Min
from django.db.models.functions import Greatest

from foundation.outbox.models import Message


def outbox_age(now: datetime) -> timedelta:
    """How long the oldest due message has been waiting; zero when none is."""
    due = Message.objects.due(now).annotate(since=Greatest(F("not_before"), F("lease_until")))
    oldest = due.aggregate(oldest=Min("since"))["oldest"]
    return timedelta() if oldest is None else now - oldest
