"""The sweep: whatever is due to be said now becomes a notice, and one mail for each person it concerns.

Set-based, under one advisory lock: any number of sweeps may be rung at once, one works and the others go home.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from foundation.outbox.enums import State
from foundation.outbox.models import Message
from foundation.outbox.services import enqueue
from foundation.reference import by_code
from notifications.enums import NoticeState, Withdrawal
from notifications.models import DigestRefusal, Notice
from notifications.models.notices import IN_A_MAIL
from notifications.services.calendars import keep_calendars
from notifications.services.mails import KIND, reminder
from notifications.services.sweep_sql import GOES_BY, WHICH_ARE_DUE, WHICH_ARE_NAMED, sweep_of
from parties.models import Office

BATCH = 1_000
"""Requests looked at in one transaction: few enough to be found by their keys in a table of any size."""
PEOPLE = 200
"""Whose mails are written in one transaction."""
SAID = (
    *("uuid", "office", "made_at", "step", "recipient", "obligation__kind", "obligation__subject_uuid"),
    *("obligation__party", "obligation__due_at", "obligation__due_zone", "obligation__is_internal"),
)
"""What a mail says of its notices: many are read at once, and nothing else of them."""
LONGEST_UNSEEN = timedelta(days=1)
"""No request with steps ahead waits longer for a look: mandates and calendars change without telling it."""
LONGEST_UNSEEN_IN_A_TRIAL = timedelta(days=14)
"""In the simulator nothing changes but the clock; what lies further than `FAR` days ahead comes into sight in time."""
TAKEN_AGAIN = timedelta(days=2)
"""A step is taken again for another date when its moment moves by more than this."""


def sweep(*, now: datetime, batch: int = BATCH) -> int:
    """Make and queue what is due at `now`; how many requests were looked at. Safe to run many times at once."""
    settle()
    keep_calendars(now=now)
    looked = 0
    while found := _look_once(now, batch):
        looked += found
        if found < batch:
            break
    while _mail_once(now):
        pass
    return looked


@transaction.atomic
def _look_once(now: datetime, limit: int) -> int:
    return _look(WHICH_ARE_DUE, _given(now, limit)) if _is_alone() else 0


@transaction.atomic
def _mail_once(now: datetime) -> bool:
    """The mails of some people, each about all that every batch has made for them; whether more people wait."""
    if not _is_alone():
        return False
    people = list(_waiting().order_by("recipient").values_list("recipient", flat=True).distinct()[:PEOPLE])
    if people:
        queue_mails(_waiting().filter(recipient__in=people).values_list("pk", flat=True), now=now)
    return len(people) == PEOPLE


def _is_alone() -> bool:
    """Whether no other sweep is at work; none begins until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('notifications.sweep'))")
        return bool(cursor.fetchone()[0])


def make_due(*, now: datetime, these: Sequence[int]) -> None:
    """Make and queue what is due of these requests at `now`, as the sweep does: for the simulator, which undoes it."""
    trial = {"these": list(these), "look": LONGEST_UNSEEN_IN_A_TRIAL}
    _look(WHICH_ARE_NAMED, _given(now, len(these)) | trial)
    queue_mails(_waiting().filter(obligation__in=these).values_list("pk", flat=True), now=now)


def _look(which: str, given: Mapping[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sweep_of(which), given)
        looked: int = cursor.rowcount
    return looked


def _waiting() -> "QuerySet[Notice]":
    """Made, and still without the mail that they go by."""
    return Notice.objects.filter(state=NoticeState.QUEUED, message=None)


def _given(now: datetime, limit: int) -> dict[str, Any]:
    gap = timedelta(hours=settings.REMINDERS_GAP_HOURS)
    return {"now": now, "limit": limit, "gap": gap, "look": LONGEST_UNSEEN, "again": TAKEN_AGAIN}


def queue_mails(notices: Iterable[int], *, now: datetime, again: str = "") -> None:
    """One mail for each person of these, named by their keys. `again`: in the place of the mail that it names.

    In the caller's transaction. People, steps and participants are fetched once each, however many notices there are.
    """
    rows = Notice.objects.filter(pk__in=notices).select_related("obligation").only(*SAID).order_by(*IN_A_MAIL)
    rows = rows.prefetch_related("obligation__party", "step", "recipient")
    if not rows:
        return
    names = by_code(Office)
    mails: dict[str, tuple[Message, list[int]]] = {}
    for theirs in _mails(rows):
        message = reminder(theirs, key=f"{theirs[0].uuid}{again and ':'}{again}", names=names)
        message.not_before = now
        mails[message.dedupe_key] = (message, [notice.pk for notice in theirs])
    enqueue(*(message for message, _keys in mails.values()), at_sending=True)
    written = Message.objects.filter(kind=KIND, dedupe_key__in=mails).values_list("dedupe_key", "pk")
    _note({notice: pk for key, pk in written for notice in mails[key][1]})


def _note(message_of: Mapping[int, int]) -> None:
    """By which message each notice goes; in one statement that does not grow with them."""
    with connection.cursor() as cursor:
        cursor.execute(GOES_BY, [list(message_of), list(message_of.values())])


def written_anew(message: Message, language: str) -> Message | None:
    """A reminder in another language, unsaved; None where nothing of it is kept."""
    rows = Notice.objects.filter(message=message.pk).select_related("obligation__party", "step", "recipient", "message")
    notices = list(rows.order_by(*IN_A_MAIL))
    for notice in notices:
        notice.recipient.language = language
    return reminder(notices, key=message.dedupe_key, names=by_code(Office)) if notices else None


def as_prepared(notice: Notice) -> Message:
    """What would go to its person, unsaved: for whoever is asked to send it."""
    return reminder([notice], key=str(notice.uuid), names=by_code(Office))


def _mails(rows: "QuerySet[Notice]") -> Iterator[list[Notice]]:
    """What goes into one mail each: all that is due for a person; of who wants no digests, each by itself."""
    refusing = set(
        DigestRefusal.objects.filter(user__in={one.recipient_id for one in rows}).values_list("user", flat=True)
    )
    for person, group in groupby(rows, lambda one: one.recipient_id):
        if person in refusing:
            yield from ([notice] for notice in group)
        else:
            yield list(group)


def settle() -> None:
    """Note what became of mails that have left, and of what was prepared for requests that are closed."""
    queued = Notice.objects.filter(state=NoticeState.QUEUED)
    queued.filter(message__state=State.SENT).update(state=NoticeState.SENT)
    gone = {"state": NoticeState.WITHDRAWN, "withdrawn_because": Withdrawal.NOT_SENT}
    queued.filter(message__state=State.CANCELLED).update(**gone)
    prepared = Notice.objects.filter(state=NoticeState.PREPARED).exclude(obligation__closed_at=None)
    prepared.update(state=NoticeState.WITHDRAWN, withdrawn_because=Withdrawal.CLOSED)
