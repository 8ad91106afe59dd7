"""The only writers of what is known of addresses that cannot be reached: noted once, cleared by staff with a reason."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, made_again, system
from foundation.base import lock_seen
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.audience import STAFF
from foundation.ledger.services import record
from foundation.outbox.dsn import STATUS, Failure, about_the_address
from foundation.outbox.enums import Channel, Source
from foundation.outbox.models import SAY_HOW, Bounce, Message
from foundation.outbox.permissions import can_clear
from foundation.outbox.signals import address_cleared

LONGEST_REASON = 500
UNKNOWN = re.compile(r"\b(550|551|553)\b")
"""Answers of a mail server to an address that it does not have; others are about us, or pass."""


def note_refusal(message: Message, said: str, *, now: datetime) -> Bounce | None:
    """A mail server refused the address while we sent. None where it refused something else, or it is known already."""
    if message.channel != Channel.MAIL or not UNKNOWN.search(said):
        return None
    found = STATUS.search(said)
    status = found[0] if found else "5.1.1"
    return _note(message, Source.AT_SENDING, status, said, now) if about_the_address(status) else None


def note_bounce(failure: Failure, *, now: datetime) -> Bounce | None:
    """A mail of ours came back. None where it is not ours, is not about the address, or is known already."""
    message = Message.objects.filter(uuid=failure.message, channel=Channel.MAIL).first()
    if message is None or not failure.is_about_the_address:
        return None
    return _note(message, Source.BY_MAIL, failure.status, failure.said, now)


@transaction.atomic
def clear_bounce(bounce: Bounce, *, actor: Actor, version: int | None, now: datetime, reason: str) -> Bounce:
    """Staff know that the address is reached again, and say how.

    Raises `StaleVersion`, `IllegalTransition`, `NotAllowed`, or `RuleBroken` without a reason.
    """
    current = lock_seen(bounce, version=version)
    if current.cleared_at is not None:
        raise IllegalTransition
    if not can_clear(made_again(actor), current):
        raise NotAllowed
    why = reason.strip()
    if not why:
        raise RuleBroken(SAY_HOW, field="reason")
    if len(why) > LONGEST_REASON:
        too_long = _("Say it in at most %(characters)s characters.") % {"characters": LONGEST_REASON}
        raise RuleBroken(too_long, field="reason")
    current.cleared_at, current.cleared_by_id, current.cleared_because = now, actor.user_id, why
    current.version += 1
    current.save(update_fields=["cleared_at", "cleared_by", "cleared_because", "version"])
    address_cleared.send(Bounce, address=current.address)
    record(current, "address.cleared", actor=actor, audience=STAFF)
    return current


@transaction.atomic
def _note(message: Message, source: Source, status: str, said: str, now: datetime) -> Bounce | None:
    bounce = Bounce(
        address=message.to.lower(),
        source=source,
        status=status[:20],
        said=said[:300],
        message=message,
        noted_at=now,
    )
    Bounce.objects.bulk_create([bounce], ignore_conflicts=True)
    noted = Bounce.objects.filter(uuid=bounce.uuid).first()
    if noted is not None:
        facts = {"source": str(source), "status": noted.status, "message": str(message.uuid)}
        record(noted, "address.not_reached", actor=system(now), audience=STAFF, facts=facts)
    return noted
