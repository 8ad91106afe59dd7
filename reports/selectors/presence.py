"""Who else is in a form now."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import QuerySet

from foundation.actors import Actor
from reports.models import Contribution, Presence

FRESH = timedelta(minutes=1)
"""Older than this somebody counts as gone."""


def others_here(contribution: Contribution, *, actor: Actor, now: datetime) -> "QuerySet[Presence]":
    """Colleagues seen in this form within the last minute, by name; the reader is not told of themselves."""
    return others_in([contribution], actor=actor, now=now)


def others_in(contributions: Collection[Contribution], *, actor: Actor, now: datetime) -> "QuerySet[Presence]":
    """The same for several forms at once."""
    fresh = Presence.objects.visible_to(actor).filter(contribution__in=contributions, seen_at__gt=now - FRESH)
    others = fresh.exclude(user=actor.user_id)
    return others.select_related("user", "section", "activity").order_by("user__full_name", "user_id")
