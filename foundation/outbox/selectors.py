"""Reads of the outbox: how long messages have been waiting, and how many did not leave."""

from datetime import datetime, timedelta

from django.db.models import Count, F, Min
from django.db.models.functions import Greatest

from foundation.actors import Actor
from foundation.outbox.enums import State
from foundation.outbox.models import NOT_SENT, Message

LATE = timedelta(minutes=10)
"""What is due for longer does not leave: workers are gone or cannot keep up, or the mail server is away."""


def not_sent(actor: Actor) -> dict[State, int]:
    """How many messages that the reader may see were not sent, by what became of them; none where there are none."""
    rows = Message.objects.visible_to(actor).filter(state__in=NOT_SENT).order_by()
    counted = dict(rows.values_list("state").annotate(Count("pk")))
    return {state: counted[state] for state in NOT_SENT if state in counted}


def written_anew(message: Message) -> Message | None:
    """What was queued in the place of a message that could not leave as it stood: for other hours, or other words."""
    alike = Message.objects.filter(related=message.related, kind=message.kind, to=message.to)
    return alike.filter(dedupe_key__endswith=f":{message.uuid}").defer("body_text", "body_html", "headers").first()


def outbox_age(now: datetime) -> timedelta:
    """How long the oldest due message has been waiting; zero when none is."""
    due = Message.objects.due(now).next_in_line().annotate(since=Greatest(F("not_before"), F("lease_until")))
    oldest = due.aggregate(oldest=Min("since"))["oldest"]
    return timedelta() if oldest is None else now - oldest


def is_late(now: datetime) -> bool:
    """Whether something that is due does not leave."""
    return outbox_age(now) > LATE
