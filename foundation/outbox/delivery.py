"""Sends what is due: claim, ask again, hand over, note what became of it. Safe to run many times at once.

Each attempt is noted before it begins: a message that takes its worker down is known by that, and is set aside before
it does so for ever. What a worker only holds while it falls goes to the next one as if nothing had been.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError

from foundation.outbox import bounces, registry, services
from foundation.outbox.models import Message
from foundation.outbox.transport import keeps_bodies

BATCH = 20
UNREACHABLE, HELD, LOST = "unreachable", "held", "lost"
SET_ASIDE, GIVEN_UP, RESTING = "set aside", "given up", "resting"
log = logging.getLogger("outbox")


class Watch:
    """The clock of one delivery: begins at the moment it is given (UTC) and goes on from there, for so long at most."""

    def __init__(self, began: datetime, *, seconds: float | None = None) -> None:
        self.began, self.seconds, self.origin = began, seconds, time.monotonic()

    @property
    def now(self) -> datetime:
        """The moment, in UTC."""
        return self.began + timedelta(seconds=self.elapsed)

    @property
    def elapsed(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.origin

    @property
    def is_over(self) -> bool:
        """Whether nothing more is begun."""
        return self.seconds is not None and self.elapsed >= self.seconds


def drain(*, now: datetime, seconds: float | None = None) -> Counter[str]:
    """Batch after batch, until nothing is due or the time is over; what became of the messages."""
    watch, total = Watch(now, seconds=seconds), Counter[str]()
    while not watch.is_over:
        outcomes = deliver(now=watch.now, watch=watch)
        total += outcomes
        if not outcomes or outcomes.keys() & {UNREACHABLE, HELD}:
            break
    return total


def deliver(*, now: datetime, limit: int = BATCH, watch: Watch | None = None) -> Counter[str]:
    """One batch per channel; how many messages were sent, postponed, set aside, cancelled or lost to another worker."""
    if poisonous := services.tidy(now=now):
        log.error("outbox: %s messages took their workers down and were set aside", poisonous)
    outcomes: Counter[str] = Counter()
    for channel, carrier in registry.carriers():
        if Message.objects.due(now).filter(channel=channel).exists():
            _carry(channel, carrier, limit, watch or Watch(now), outcomes)
    return outcomes


def _carry(channel: str, carrier: registry.Carrier, limit: int, watch: Watch, outcomes: Counter[str]) -> None:
    try:
        waiting = services.claim(channel, limit=limit, now=watch.now)
    except services.HeldError as error:
        log.critical("outbox: nothing is sent, this database was not released: %s", error.hold)
        outcomes[HELD] += 1
        return
    token = waiting[0].lease_token if waiting else None
    if token is None:
        return
    with ExitStack() as at_the_end:
        at_the_end.callback(services.let_go, token, waiting)
        send = at_the_end.enter_context(carrier())
        while waiting and not watch.is_over:
            try:
                outcomes[_deliver_one(waiting.pop(0), send, watch)] += 1
            except registry.UnreachableError as error:
                log.warning("outbox: %s cannot be reached: %s", channel, error)
                outcomes[UNREACHABLE] += 1
                return


def _deliver_one(message: Message, send: registry.Sender, watch: Watch) -> str:
    if not services.begin(message, now=watch.now):
        return LOST
    outcome, note = _attempt(message, send, watch)
    if not note():
        log.warning("outbox: the lease of message %s was lost before it was %s", message.uuid, outcome)
        return LOST
    if outcome in {SET_ASIDE, GIVEN_UP}:
        log.error("outbox: message %s was %s", message.uuid, outcome)
    return outcome


def _attempt(message: Message, send: registry.Sender, watch: Watch) -> tuple[str, Callable[[], bool]]:
    """What became of it, and how to note that. Raises `UnreachableError` when no attempt was made after all."""
    try:
        if not registry.is_wanted(message):
            return "cancelled", lambda: services.cancel_unwanted(message)
        send(message)
    except registry.UnreachableError:
        services.give_back(message)
        raise
    except registry.RestingError as error:
        until = error.until
        return RESTING, lambda: services.give_back(message, until=until)
    except registry.RefusedError as error:
        reason = str(error)
        return SET_ASIDE, lambda: _set_aside(message, reason, watch.now)
    except (registry.TemporaryError, OperationalError, InterfaceError) as error:
        reason, wait = said(error), getattr(error, "wait", None)
        log.info("outbox: message %s postponed: %s", message.uuid, type(error).__name__)
        outcome = GIVEN_UP if services.is_last_attempt(message) else "postponed"
        return outcome, lambda: services.postpone(message, reason, now=watch.now, wait=wait)
    except Exception as error:  # noqa: BLE001 -- one message must not stop the batch; the reason is kept in the row
        reason = said(error)
        log.error("outbox: message %s failed here: %s", message.uuid, type(error).__name__)  # noqa: TRY400 -- its words may hold an address
        outcome = SET_ASIDE if services.is_last_fault(message) else "failed"
        return outcome, lambda: services.fail(message, reason, now=watch.now)
    return "sent", lambda: services.mark_sent(message, now=watch.now, wipe=message.secret and not keeps_bodies())


def _set_aside(message: Message, reason: str, now: datetime) -> bool:
    """Set aside; a refusal of the address itself is noted, whatever is asked of its person next."""
    noted = services.set_aside(message, reason)
    if noted and bounces.note_refusal(message, reason, now=now) is not None:
        log.warning("outbox: the address of message %s cannot be reached", message.uuid)
    return noted


def said(error: BaseException) -> str:
    """An error as the row keeps it; what the other side said stands for itself."""
    return str(error) if isinstance(error, registry.TemporaryError) else f"{type(error).__name__}: {error}"
