"""Asked just before a reminder leaves: still open, still entitled, still wanted, and still the right moment.

What is not is withdrawn; a digest that loses a part is written anew, so no mail names what is no longer asked.
"""

from datetime import datetime

from django.db import connection, transaction

from foundation.outbox.models import Message
from notifications.enums import Channel, NoticeState, Withdrawal
from notifications.models import DigestRefusal, Notice, Pause
from notifications.registry import owner_of
from notifications.selectors.people import HELD
from notifications.services.sweep import queue_mails

STILL_HELD = f"""
    SELECT n.id FROM notifications_notice n JOIN notifications_obligation o ON o.id = n.obligation_id {HELD}
    AND u.id = n.recipient_id AND f.code = n.office AND n.message_id = %(message)s
"""  # noqa: S608 -- made of our own constants


@transaction.atomic
def is_still_wanted(message: Message, *, now: datetime) -> bool:
    """Whether the mail may leave as it stands; the rest of one that may not is queued anew. One look at the truth."""
    rows = Notice.objects.filter(message=message.pk, state=NoticeState.QUEUED).order_by("pk")
    notices = list(rows.select_for_update(no_key=True, of=("self",)).select_related("obligation", "step"))
    entitled = _entitled(message, now)
    kept: list[Notice] = []
    for notice in notices:
        reason = _why_not(notice, entitled, now)
        if reason is None:
            kept.append(notice)
        else:
            _withdraw(notice, reason)
    if kept and len(kept) < len(notices):
        queue_mails(kept, again=str(message.uuid))
    return bool(kept) and len(kept) == len(notices)


def _why_not(notice: Notice, entitled: set[int], now: datetime) -> Withdrawal | None:
    obligation, step = notice.obligation, notice.step
    owner = owner_of(obligation.kind)
    is_open = obligation.closed_at is None and (
        owner is None or obligation.subject_uuid in owner.still_open([obligation.subject_uuid])
    )
    is_past = step.offset_days <= 0 and obligation.due_at <= now
    if not is_open or is_past or notice.due_at != obligation.due_at:
        return Withdrawal.CLOSED
    if notice.pk not in entitled:
        return Withdrawal.NOT_ENTITLED
    if Pause.objects.of(obligation).in_force(now).exists():
        return Withdrawal.PAUSED
    refused = step.channel == Channel.DIGEST and DigestRefusal.objects.filter(user=notice.recipient_id).exists()
    return Withdrawal.REFUSED if refused else None


def _entitled(message: Message, now: datetime) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(STILL_HELD, {"now": now, "message": message.pk})
        return {key for (key,) in cursor.fetchall()}


def _withdraw(notice: Notice, reason: Withdrawal) -> None:
    notice.state, notice.withdrawn_because = NoticeState.WITHDRAWN, reason
    notice.save(update_fields=["state", "withdrawn_because"])
