"""Tells webhooks of the feed of changes: writes calls for what follows, and what each says when it is sent (ADR 49)."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from foundation.api.renderers import encode
from foundation.ledger.selectors import Cursor, latest
from foundation.outbox.models import Message
from foundation.outbox.registry import RestingError
from integrations.enums import WebhookState
from integrations.models import Delivery, Webhook
from integrations.selectors import actor_of_webhook
from integrations.services.deliveries import Event, tell
from integrations.services.webhooks import ENDED_AFTER, end_failing
from khartoum.resources import OF_SUBJECT
from khartoum.told.feed import Change, change_at, feed
from khartoum.told.reading import rows_of

MOST_WAITING = 500
"""Calls of one webhook that wait at once; what follows waits in the ledger."""
AT_ONCE = 200
NOT_LET_IN = timedelta(minutes=5)
"""After this a call is tried again whose client has no key: another may be issued meanwhile."""


def tell_webhooks(now: datetime) -> int:
    """End what fails for five days, and write calls for whatever follows for the others; how many were written."""
    active = Webhook.objects.filter(state=WebhookState.ACTIVE)
    for webhook in active.filter(failing_since__lte=now - ENDED_AFTER):
        end_failing(webhook, now=now)
    end = latest()
    behind = Q(after_block__lt=end.block) | Q(after_block=end.block, after_entry__lt=end.entry)
    return sum(_tell(number, now) for number in active.filter(behind).values_list("pk", flat=True))


def _tell(number: int, now: datetime) -> int:
    """Part after part, each in a transaction of its own, until nothing follows or enough waits."""
    written = 0
    while (part := _tell_a_part(number, now)) is not None:
        written += part
    return written


@transaction.atomic
def _tell_a_part(number: int, now: datetime) -> int | None:
    """None where nothing more is to be written now, or another worker is at it."""
    rows = Webhook.objects.select_related("client__user").filter(pk=number, state=WebhookState.ACTIVE)
    webhook = rows.select_for_update(of=("self",), skip_locked=True, no_key=True).first()
    actor = actor_of_webhook(webhook, now) if webhook is not None else None
    if webhook is None or actor is None:
        return None
    room = min(AT_ONCE, MOST_WAITING - webhook.deliveries.waiting().count())
    place = Cursor(webhook.after_block, webhook.after_entry)
    if room <= 0:
        return None
    told = feed(place, actor, rows_of(actor, webhook.client), limit=room)
    if told.place == place:
        return None
    wanted = [change for change in told.changes if _is_wanted(webhook, change)]
    return tell(webhook, [Event(change.place, _line(change)) for change in wanted], place=told.place, now=now)


def _is_wanted(webhook: Webhook, change: Change) -> bool:
    return not webhook.resources or change.subject.resource in webhook.resources


def _line(change: Change) -> str:
    return f"{change.subject.resource}:{change.subject.uuid}"


def write_body(message: Message) -> bool:
    """Give a call its words, as far as its client may be told of the change now; False when it is not to be made.

    Asked just before it is sent. The words are kept nowhere. Raises `RestingError` while the client is not let in.
    """
    now = message.begun_at or message.created_at
    calls = Delivery.objects.select_related("webhook__client__user").filter(message=message)
    call = calls.first()
    if call is None or not _is_open(call):
        return False
    actor = actor_of_webhook(call.webhook, now)
    if actor is None:
        raise RestingError(now + NOT_LET_IN)
    change = change_at(Cursor(call.block, call.entry), actor, rows_of(actor, call.webhook.client))
    if change is None:
        return False
    message.body_text = encode(words_of(change, otherwise=message.created_at)).decode()
    return True


def _is_open(call: Delivery) -> bool:
    """It is of the round that goes on, and was not taken in an earlier one since the last replay."""
    webhook = call.webhook
    taken = webhook.deliveries.filter(entry=call.entry, round__gte=webhook.replayed_from).exclude(delivered_at=None)
    return webhook.state == WebhookState.ACTIVE and call.round == webhook.round and not taken.exists()


def words_of(change: Change, *, otherwise: datetime) -> dict[str, Any]:
    """What a webhook says: that something changed and where it is read, and nothing of what it holds.

    `otherwise`: the moment that is told of a change whose own moment the reader is not told.
    """
    resource, uuid = change.subject
    href = None if change.is_gone else f"{settings.PUBLIC_URL}{reverse(f'{resource}-detail', args=[uuid])}"
    return {
        "type": f"{resource}.{'gone' if change.is_gone else 'changed'}",
        "timestamp": change.at or otherwise,
        "data": {"uuid": uuid, "kind": change.kind, "href": href},
    }


def named_resources() -> dict[str, Any]:
    """The lists that a webhook may be told of, with what people call them."""
    return {name: view.model._meta.verbose_name_plural for name, view in reversed(OF_SUBJECT.values())}
