"""Noting that somebody is in a form: one row for each person and form, overwritten; no ledger entry."""

from datetime import datetime

from foundation.actors import Actor
from foundation.errors import NotAllowed
from reports.models import Contribution, Presence
from reports.permissions.contributions import can_write
from reports.selectors.asked_one import place_named


def be_seen(contribution: Contribution, *, actor: Actor, place: str, now: datetime) -> None:
    """Note that the actor is in this section (the anchor of a page; any other text: somewhere in the form)."""
    if not can_write(actor, contribution) or actor.user_id is None:
        raise NotAllowed
    section, activity = place_named(contribution, place)
    seen = Presence(contribution=contribution, user_id=actor.user_id, section=section, activity=activity, seen_at=now)
    Presence.objects.bulk_create(
        [seen],
        update_conflicts=True,
        unique_fields=["contribution", "user"],
        update_fields=["section", "activity", "seen_at"],
    )
