"""Asked just before a reminder leaves: still open, still entitled, still wanted, and still the right moment.

What is not is withdrawn; a digest that loses a part is written anew, so no mail names what is no longer asked. A mail
that could not leave in working hours waits for the next ones.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from foundation.outbox.models import Bounce, Message
from notifications.enums import Channel, NoticeState, Withdrawal
from notifications.models import DigestRefusal, Notice, Pause, WorkingDay
from notifications.moments import Rung
from notifications.registry import owner_of
from notifications.selectors.people import CALENDAR, HELD
from notifications.services.sweep import queue_mails

A_DAY = timedelta(days=1)
STILL_HELD = f"""
    SELECT n.id, held.calendar FROM notifications_notice n JOIN notifications_obligation o ON o.id = n.obligation_id
    JOIN LATERAL (
        SELECT {CALENDAR} AS calendar FROM (SELECT n.recipient_id AS user_id, n.office) reader {HELD}
        AND m.user_id = reader.user_id AND f.code = reader.office OFFSET 0
    ) held ON true
    WHERE n.message_id = %(message)s
"""  # noqa: S608 -- made of our own constants
"""Looked up for each notice (OFFSET 0): joined, a planner whose statistics are old begins with everybody's mandates."""


@transaction.atomic
def is_still_wanted(message: Message, *, now: datetime) -> bool:
    """Whether the mail may leave as it stands; the rest of one that may not is queued anew. One look at the truth."""
    rows = Notice.objects.filter(message=message.pk, state=NoticeState.QUEUED).order_by("pk")
    notices = list(rows.select_for_update(no_key=True, of=("self",)).select_related("obligation", "step", "recipient"))
    entitled = _entitled(message, now)
    kept: list[Notice] = []
    for notice in notices:
        reason = _why_not(notice, entitled, now)
        if reason is None:
            kept.append(notice)
        else:
            _withdraw(notice, reason)
    leaves_at = _opening(kept, entitled, now) if kept else now
    if kept and (len(kept) < len(notices) or leaves_at > now):
        queue_mails([one.pk for one in kept], now=leaves_at, again=str(message.uuid))
        return False
    return bool(kept)


def _opening(notices: Sequence[Notice], entitled: Mapping[int, str], now: datetime) -> datetime:
    """Now while the person is at work, or when a date would pass before they are; else when work begins again."""
    calendar = entitled[notices[0].pk]
    hours = WorkingDay.objects.filter(calendar=calendar, day__gte=now.date() - A_DAY, closes_at__gt=now).first()
    if hours is None or hours.opens_at <= now:
        return now
    passes = any(not _rung(one).is_after and one.due_at <= hours.opens_at for one in notices)
    return now if passes else hours.opens_at


def _rung(notice: Notice) -> Rung:
    return Rung(notice.step.anchor, notice.step.offset_days)


def _why_not(notice: Notice, entitled: Mapping[int, str], now: datetime) -> Withdrawal | None:
    obligation, step = notice.obligation, notice.step
    owner = owner_of(obligation.kind)
    is_open = obligation.closed_at is None and (owner is None or owner.still_asks(obligation))
    is_past = not _rung(notice).is_after and obligation.due_at <= now
    if not is_open or is_past or notice.due_at != obligation.due_at:
        return Withdrawal.CLOSED
    if notice.pk not in entitled:
        is_reached = not Bounce.objects.of(notice.recipient.email).exists()
        return Withdrawal.NOT_ENTITLED if is_reached else Withdrawal.NOT_REACHED
    waits = obligation.waits_until is not None and obligation.waits_until > now
    if waits or Pause.objects.of(obligation).in_force(now).exists():
        return Withdrawal.PAUSED
    refused = step.channel == Channel.DIGEST and DigestRefusal.objects.filter(user=notice.recipient_id).exists()
    return Withdrawal.REFUSED if refused else None


def _entitled(message: Message, now: datetime) -> dict[int, str]:
    """The notices whose person still holds the office, each with that person's calendar."""
    with connection.cursor() as cursor:
        cursor.execute(STILL_HELD, {"now": now, "message": message.pk})
        return dict(cursor.fetchall())


def _withdraw(notice: Notice, reason: Withdrawal) -> None:
    notice.state, notice.withdrawn_because = NoticeState.WITHDRAWN, reason
    notice.save(update_fields=["state", "withdrawn_because"])
