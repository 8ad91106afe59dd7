"""The only writers of messages: asking, leasing, and noting what became of each."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from foundation.actors import Actor
from foundation.ledger.audience import STAFF
from foundation.ledger.services import record
from foundation.outbox.enums import Channel, State
from foundation.outbox.models import Message
from foundation.outbox.signals import messages_queued
from foundation.outbox.validators import check_message
from foundation.outbox.workflow import MESSAGE

MOST_ATTEMPTS = 8
LEASE = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=4)
WIPED: Mapping[str, Any] = {"body_text": "", "body_html": ""}


def enqueue(*messages: Message) -> None:
    """Write unsaved messages in the caller's transaction; one whose `dedupe_key` is known already is left out.

    Raises `UnsafeMessageError` when an address, subject or header is not one clean line.
    """
    for message in messages:
        is_mail = message.channel == Channel.MAIL
        check_message(to=message.to, subject=message.subject, headers=message.headers, is_mail=is_mail)
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    if messages and not any(later[1] is _ring for later in connection.run_on_commit):
        transaction.on_commit(_ring)


def _ring() -> None:
    messages_queued.send(sender=Message)


@transaction.atomic
def claim(channel: str, *, limit: int, now: datetime) -> list[Message]:
    """Lease the next due messages to this worker: nobody else gets them until the lease ends."""
    due = Message.objects.due(now).filter(channel=channel).order_by("not_before", "id")
    claimed = list(due.select_for_update(skip_locked=True, no_key=True)[:limit])
    lease = {"state": State.LEASED, "lease_until": now + LEASE, "lease_token": uuid.uuid4()}
    Message.objects.filter(pk__in=[message.pk for message in claimed]).update(attempts=F("attempts") + 1, **lease)
    for message in claimed:
        message.attempts += 1
        for name, value in lease.items():
            setattr(message, name, value)
    return claimed


def mark_sent(message: Message, *, now: datetime, wipe: bool) -> bool:
    """The other side took it; `wipe` forgets the body. False when the lease was lost meanwhile."""
    return _close(message, state=State.SENT, sent_at=now, last_error="", **(WIPED if wipe else {}))


def cancel_unwanted(message: Message) -> bool:
    """Its owner no longer wants it sent."""
    return _close(message, state=State.CANCELLED, **WIPED)


def set_aside(message: Message, reason: str) -> bool:
    """It can never be sent as it is: somebody must look."""
    return _close(message, state=State.QUARANTINED, last_error=reason[:300])


def postpone(message: Message, reason: str, *, now: datetime) -> bool:
    """Try again later, each time twice as late; after the last attempt give up."""
    if message.attempts >= MOST_ATTEMPTS:
        return _close(message, state=State.FAILED, last_error=reason[:300])
    wait = min(timedelta(minutes=2 ** (message.attempts - 1)), LONGEST_WAIT)
    return _close(message, state=State.QUEUED, not_before=now + wait, last_error=reason[:300])


def _close(message: Message, **changes: Any) -> bool:
    """End our lease, if it is still ours (fencing)."""
    ours = Message.objects.filter(pk=message.pk, state=State.LEASED, lease_token=message.lease_token)
    return bool(ours.update(lease_until=None, lease_token=None, **changes))


def tidy(*, now: datetime) -> None:
    """Cancel what has expired, forget secrets that have, and set aside what took its workers down with it."""
    lost = Q(state=State.LEASED, lease_until__lt=now)
    expired = Message.objects.filter(expires_at__lte=now)
    expired.filter(Q(state=State.QUEUED) | lost).update(state=State.CANCELLED, lease_until=None, lease_token=None)
    expired.filter(secret=True).exclude(body_text="", body_html="").update(**WIPED)
    Message.objects.filter(lost, attempts__gte=MOST_ATTEMPTS).update(
        state=State.QUARANTINED, lease_until=None, lease_token=None, last_error="worker lost at every attempt"
    )


@transaction.atomic
def send_again(message: Message, *, actor: Actor, version: int | None, now: datetime) -> Message:
    """Another round of attempts, for what could not be sent. A message has no version: its state says who was first.

    Raises `IllegalTransition` or `NotAllowed`.
    """
    current = MESSAGE.apply(message, "send_again", actor=actor, version=version)
    current.attempts, current.not_before = 0, now
    current.save(update_fields=["state", "attempts", "not_before"])
    record(current, "message.sent_again", actor=actor, audience=STAFF, facts={"kind": current.kind})
    transaction.on_commit(_ring)
    return current
