"""Reads of the outbox: how long messages have been waiting, and the mailboxes."""

from datetime import datetime, timedelta

from django.db.models import F, Min
from django.db.models.functions import Greatest

from foundation.actors import Actor
from foundation.outbox.models import Message, MessageQuerySet
from foundation.outbox.transport import keeps_bodies


def outbox_age(now: datetime) -> timedelta:
    """How long the oldest due message has been waiting; zero when none is."""
    due = Message.objects.due(now).annotate(since=Greatest(F("not_before"), F("lease_until")))
    oldest = due.aggregate(oldest=Min("since"))["oldest"]
    return timedelta() if oldest is None else now - oldest


def mailbox(actor: Actor) -> MessageQuerySet:
    """What left the system and what waits, newest first, for staff."""
    return Message.objects.visible_to(actor).order_by("-id")


def development_mailbox() -> MessageQuerySet:
    """Every message with its body, sign-in links included; empty wherever mail really leaves."""
    return Message.objects.order_by("-id") if keeps_bodies() else Message.objects.none()
