"""The only writers of calls: what a webhook is to be told, what became of each call, and for how long."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from foundation.base import lock
from foundation.ledger.models import subject_of
from foundation.ledger.selectors import Cursor
from foundation.outbox.enums import Channel
from foundation.outbox.models import ON_ITS_WAY, Message
from foundation.outbox.services import bring_forward, enqueue, forget, wait_after
from integrations.enums import WebhookState
from integrations.hooks.calls import NOBODY_HOME, Answer
from integrations.models import Delivery, Webhook
from integrations.selectors import first_not_taken

KIND = "webhook"
TRIED_FOR = timedelta(days=3)
AT_ONCE = 10_000
"""Calls of one webhook that are removed in one transaction; those left over go the next time."""
LONGEST_REST = timedelta(minutes=15)
"""Where nobody is home is asked again after this time at most, by the first call that is due then."""


class Event(NamedTuple):
    """A change that a webhook is to be told of: its place, and what it is about, as the ledger names it."""

    place: Cursor
    subject: str


@transaction.atomic
def tell(webhook: Webhook, events: Sequence[Event], *, place: Cursor, now: datetime) -> int:
    """Write a call for each event, and go on to the place; how many. The caller holds the webhook's lock.

    What was taken since the last replay is not written again.
    """
    taken = set(
        webhook.deliveries.filter(round__gte=webhook.replayed_from, entry__in=[event.place.entry for event in events])
        .exclude(delivered_at=None)
        .values_list("entry", flat=True)
    )
    calls = [(event, _message(webhook, event, now)) for event in events if event.place.entry not in taken]
    enqueue(*(message for _event, message in calls))
    keys = [message.dedupe_key for _event, message in calls]
    written = dict(Message.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", "pk"))
    Delivery.objects.bulk_create(
        Delivery(
            webhook=webhook,
            round=webhook.round,
            block=event.place.block,
            entry=event.place.entry,
            message_id=written[message.dedupe_key],
        )
        for event, message in calls
    )
    Webhook.objects.filter(pk=webhook.pk).update(after_block=place.block, after_entry=place.entry)
    return len(calls)


def _message(webhook: Webhook, event: Event, now: datetime) -> Message:
    """Says to nobody what it will tell: that is read when it is sent. All about one object stands in one line."""
    return Message(
        channel=Channel.WEBHOOK,
        kind=KIND,
        dedupe_key=f"{KIND}:{webhook.uuid}:{webhook.round}:{event.place.block}.{event.place.entry}",
        line=uuid5(webhook.uuid, event.subject),
        to=webhook.address,
        subject="webhook",
        related=subject_of(webhook),
        not_before=now,
        created_at=now,
        expires_at=now + TRIED_FOR,
    )


@transaction.atomic
def note_answer(delivery: Delivery, answer: Answer, *, message: Message, now: datetime) -> timedelta:
    """What became of a call, and after how long it is tried again, should it not be taken.

    A receiver where nobody is home rests; one that refuses one call hears of other things all the same.
    """
    webhook = lock(delivery.webhook)
    rows = Delivery.objects.filter(pk=delivery.pk)
    rows.update(answered_at=now, status=answer.status, fault=answer.fault or "")
    if answer.is_taken:
        rows.filter(delivered_at=None).update(delivered_at=now)
        _well_again(webhook, now)
        return timedelta(0)
    failures = webhook.failures + 1
    rest = min(_about(wait_after(failures), message.uuid, failures), LONGEST_REST)
    until = now + rest if answer.is_nobody_home else webhook.rests_until
    since = webhook.failing_since or now
    Webhook.objects.filter(pk=webhook.pk).update(failures=failures, failing_since=since, rests_until=until)
    return _about(wait_after(message.attempts), message.uuid, message.attempts)


def forget_calls(now: datetime) -> int:
    """Remove what became of calls that were written long ago (WEBHOOK_LOG_DAYS), with their messages; how many."""
    before = now - timedelta(days=settings.WEBHOOK_LOG_DAYS)
    return sum(_forget_calls_of(webhook, before) for webhook in Webhook.objects.order_by("pk"))


@transaction.atomic
def _forget_calls_of(webhook: Webhook, before: datetime) -> int:
    """What may be told again stays: what lies behind the place from which the webhook would be resumed."""
    current, place = lock(webhook), first_not_taken(webhook)
    passed = Q(block__lt=place.block) | Q(block=place.block, entry__lte=place.entry)
    over = Q(round__lt=current.round) | Q(delivered_at__isnull=False)
    is_told = Q() if current.state == WebhookState.REMOVED else passed & over
    old = current.deliveries.exclude(message__state__in=ON_ITS_WAY).filter(is_told, message__created_at__lt=before)
    keys = list(old.values_list("pk", "message")[:AT_ONCE])
    Delivery.objects.filter(pk__in=[call for call, _message in keys]).delete()
    return forget(Message.objects.filter(pk__in=[message for _call, message in keys]))


def _well_again(webhook: Webhook, now: datetime) -> None:
    """A receiver that is back is told at once of what waited for it alone."""
    if webhook.failing_since is None:
        return
    Webhook.objects.filter(pk=webhook.pk).update(failures=0, failing_since=None, rests_until=None)
    silent = webhook.deliveries.waiting().filter(Q(status=None) | Q(status__in=NOBODY_HOME))
    bring_forward(Message.objects.filter(pk__in=silent.values("message")), now=now)


def _about(wait: timedelta, message: UUID, number: int) -> timedelta:
    """The wait, between four fifths and six fifths of it: receivers of many calls are not asked all at one moment."""
    drawn = int.from_bytes(sha256(f"{message}:{number}".encode()).digest()[:4])
    return wait * (0.8 + 0.4 * drawn / 2**32)
