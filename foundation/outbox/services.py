"""The only writers of messages: asking, leasing, and noting what became of each."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, system
from foundation.errors import RuleBroken
from foundation.ledger.audience import STAFF
from foundation.ledger.services import record
from foundation.outbox import leases
from foundation.outbox.enums import WORKER_LOST, Channel, State
from foundation.outbox.models import ON_ITS_WAY, Message, Release
from foundation.outbox.release import Hold, name_of_this_database, unheld_anchor, why_held
from foundation.outbox.signals import messages_queued
from foundation.outbox.validators import check_message
from foundation.outbox.workflow import MESSAGE

LEASE = timedelta(seconds=settings.OUTBOX_LEASE)
"""Longer than any task may take; it ends at once when the session of its worker is gone."""
MOST_ATTEMPTS = 36
"""With the waits between them five days: as long as mail servers themselves go on trying."""
MOST_FAULTS = 3
LONGEST_WAIT = timedelta(hours=4)
WIPED: Mapping[str, Any] = {"body_text": "", "body_html": ""}
NO_LEASE: Mapping[str, Any] = {"lease_until": None, "lease_token": None, "begun_at": None}
FAULTS = F("faults") + Case(When(begun_at__isnull=False, then=Value(1)), default=Value(0))
"""A message that is claimed in the middle of an attempt took its worker down, or was with it when it fell."""


class HeldError(Exception):
    """This database was not released: nothing leaves it."""

    def __init__(self, hold: Hold) -> None:
        super().__init__(hold.value)
        self.hold = hold


def enqueue(*messages: Message, at_sending: bool = False) -> None:
    """Write unsaved messages in the caller's transaction; one whose `dedupe_key` is known already is left out.

    Raises `UnsafeMessageError` when an address, subject or header is not one clean line. `at_sending`: that is asked
    when it is sent, and such a message is set aside then; among many, one bad address does not stop the others.
    """
    for message in () if at_sending else messages:
        is_mail = message.channel == Channel.MAIL
        check_message(to=message.to, subject=message.subject, headers=message.headers, is_mail=is_mail)
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    if messages and not any(later[1] is _ring for later in connection.run_on_commit):
        transaction.on_commit(_ring)


def _ring() -> None:
    messages_queued.send(sender=Message)


@transaction.atomic
def claim(channel: str, *, limit: int, now: datetime) -> list[Message]:
    """Lease the next due messages to this worker: nobody else gets them until the lease ends. Counts as no attempt.

    This session holds them too, whatever clocks say meanwhile: end with `let_go`. Raises `HeldError` in a database that
    was not released.
    """
    if (hold := why_held()) is not None:
        raise HeldError(hold)
    held = leases.held_by_others(_tokens())
    due = Message.objects.due(now).next_in_line().filter(channel=channel).exclude(lease_token__in=held)
    claimed = list(due.order_by("not_before", "id").select_for_update(skip_locked=True, no_key=True)[:limit])
    token = uuid.uuid4()
    lease = {"state": State.LEASED, "lease_until": now + LEASE, "lease_token": token, "begun_at": None}
    Message.objects.filter(pk__in=[message.pk for message in claimed]).update(faults=FAULTS, **lease)
    for message in claimed:
        message.faults += message.begun_at is not None
        for name, value in lease.items():
            setattr(message, name, value)
    if claimed:
        leases.hold(token)
    return claimed


def _tokens() -> list[uuid.UUID]:
    """Under which something is leased now: one for each worker, and one for each that fell."""
    tokens = Message.objects.filter(state=State.LEASED).order_by().values_list("lease_token", flat=True).distinct()
    return [token for token in tokens if token is not None]


def begin(message: Message, *, now: datetime) -> bool:
    """The attempt begins, with a whole lease before it: counted now, for it may take its worker down with it.

    False when the lease was lost meanwhile (fencing), or with the session that held it.
    """
    if message.lease_token is None or not leases.is_held(message.lease_token):
        return False
    begun = _ours(message).update(attempts=F("attempts") + 1, begun_at=now, lease_until=now + LEASE)
    message.attempts += begun
    message.begun_at = now
    return bool(begun)


def let_go(token: uuid.UUID, messages: Sequence[Message]) -> None:
    """The end of what was claimed under a token; of these nothing came: others may have them at once."""
    waiting = Message.objects.filter(pk__in=[message.pk for message in messages])
    waiting.filter(state=State.LEASED, lease_token=token, begun_at=None).update(state=State.QUEUED, **NO_LEASE)
    leases.let_go(token)


def mark_sent(message: Message, *, now: datetime, wipe: bool) -> bool:
    """The other side took it; `wipe` forgets the body. False when the lease was lost meanwhile."""
    return _close(message, state=State.SENT, sent_at=now, last_error="", **(WIPED if wipe else {}))


def cancel_unwanted(message: Message) -> bool:
    """Its owner no longer wants it sent."""
    return _close(message, state=State.CANCELLED, **WIPED)


def set_aside(message: Message, reason: str) -> bool:
    """It can never be sent as it is: somebody must look."""
    return _close(message, state=State.QUARANTINED, last_error=reason[:300])


def postpone(message: Message, reason: str, *, now: datetime, wait: timedelta | None = None) -> bool:
    """Try again later, each time twice as late, or after `wait`; after five days of attempts give up."""
    if is_last_attempt(message):
        return _close(message, state=State.FAILED, last_error=reason[:300])
    later = now + (wait or wait_after(message.attempts))
    return _close(message, state=State.QUEUED, not_before=later, last_error=reason[:300])


def fail(message: Message, reason: str, *, now: datetime) -> bool:
    """Our own program failed at it: try again twice, then somebody must look."""
    faults = message.faults + 1
    if is_last_fault(message):
        return _close(message, state=State.QUARANTINED, faults=faults, last_error=reason[:300])
    later = {"not_before": now + wait_after(faults), "last_error": reason[:300]}
    return _close(message, state=State.QUEUED, faults=faults, **later)


def give_back(message: Message, *, until: datetime | None = None) -> bool:
    """The way was closed before anything was said: no attempt was made, and none is before `until`."""
    later = {} if until is None else {"not_before": until}
    return _close(message, state=State.QUEUED, attempts=F("attempts") - 1, **later)


def withdraw(messages: QuerySet[Message]) -> int:
    """What still waits of these is not to be sent any more; how many."""
    return messages.filter(state=State.QUEUED).update(state=State.CANCELLED, **WIPED)


def forget(calls: QuerySet[Message]) -> int:
    """Remove calls of webhooks that were made or are not made any more; mails are kept. How many."""
    return calls.exclude(state__in=ON_ITS_WAY).filter(channel=Channel.WEBHOOK).delete()[0]


def bring_forward(messages: QuerySet[Message], *, now: datetime) -> int:
    """What waits of these for its next attempt is due at once; how many."""
    return messages.filter(state=State.QUEUED, not_before__gt=now).update(not_before=now)


def is_last_attempt(message: Message) -> bool:
    """Whether it is given up, should the attempt that goes on fail."""
    return message.attempts >= MOST_ATTEMPTS


def is_last_fault(message: Message) -> bool:
    """Whether it is set aside, should our own program fail at it now."""
    return message.faults + 1 >= MOST_FAULTS


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts."""
    return min(timedelta(minutes=2 ** (attempts - 1)), LONGEST_WAIT)


def _ours(message: Message) -> QuerySet[Message]:
    return Message.objects.filter(pk=message.pk, state=State.LEASED, lease_token=message.lease_token)


def _close(message: Message, **changes: Any) -> bool:
    """End our lease, if it is still ours (fencing)."""
    return bool(_ours(message).update(**NO_LEASE, **changes))


@transaction.atomic
def tidy(*, now: datetime) -> int:
    """Cancel what has expired, forget secrets that have, and set aside what took its workers down with it; how many.

    What a worker held that is gone is due from now on.
    """
    tokens = _tokens()
    lost = Message.objects.filter(state=State.LEASED, lease_token__in=set(tokens) - leases.held_by_others(tokens))
    lost.update(lease_until=now)
    expired = Message.objects.filter(expires_at__lte=now)
    expired.filter(Q(state=State.QUEUED) | Q(pk__in=lost)).update(state=State.CANCELLED, **NO_LEASE)
    expired.filter(secret=True).exclude(body_text="", body_html="").update(**WIPED)
    poison = lost.filter(begun_at__isnull=False, faults__gte=MOST_FAULTS - 1)
    return poison.update(state=State.QUARANTINED, faults=F("faults") + 1, last_error=WORKER_LOST, **NO_LEASE)


@transaction.atomic
def release(*, reason: str, now: datetime, cancel_waiting: bool = False) -> Release:
    """From here on this database may send. `cancel_waiting`: nothing of what waits; it may have left before.

    Raises `RuleBroken` without a reason.
    """
    if not reason.strip():
        raise RuleBroken(_("Say why the outbox is released."))
    cancelled = 0
    if cancel_waiting:
        waiting = Message.objects.filter(state__in=[State.QUEUED, State.LEASED], created_at__lte=now)
        cancelled = waiting.update(state=State.CANCELLED, **NO_LEASE, **WIPED)
    names = {"database": name_of_this_database(), "anchored": unheld_anchor()}
    released = Release.objects.create(reason=reason.strip()[:500], released_at=now, **names)
    record(released, "outbox.released", actor=system(), audience=STAFF, facts={"cancelled": cancelled})
    transaction.on_commit(_ring)
    return released


@transaction.atomic
def send_again(message: Message, *, actor: Actor, version: int | None, now: datetime) -> Message:
    """Another round of attempts, for what could not be sent. A message has no version: its state says who was first.

    Raises `IllegalTransition` or `NotAllowed`.
    """
    current = MESSAGE.apply(message, "send_again", actor=actor, version=version)
    current.attempts, current.faults, current.not_before = 0, 0, now
    current.save(update_fields=["state", "attempts", "faults", "not_before"])
    record(current, "message.sent_again", actor=actor, audience=STAFF, facts={"kind": current.kind})
    transaction.on_commit(_ring)
    return current
