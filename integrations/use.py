"""Remembers when keys were used: noted in the request, written after its answer has left, at most every five minutes.

What is noted stays noted until it is written: a transaction that is undone, or a database that is away for a moment,
takes nothing with it.
"""

import logging
from datetime import datetime, timedelta

from django.db import Error
from django.db.models import Q

from integrations.models import ApiKey

WRITTEN_EVERY = timedelta(minutes=5)
_noted: dict[int, datetime] = {}
log = logging.getLogger("integrations")


def note_use(key: ApiKey, *, now: datetime) -> None:
    """The key opened a door at `now`; nothing is asked of the database."""
    if key.last_used_at is None or now - key.last_used_at >= WRITTEN_EVERY:
        _noted[key.pk] = now


def write_uses(**_kwargs: object) -> None:
    """Write what was noted; called when an answer has left. What cannot be written now is written next time."""
    while _noted:
        key, moment = _noted.popitem()
        stale = Q(last_used_at=None) | Q(last_used_at__lte=moment - WRITTEN_EVERY)
        try:
            ApiKey.objects.filter(stale, pk=key).update(last_used_at=moment)
        except Error as error:
            _noted.setdefault(key, moment)
            log.warning("the use of a key is not written yet: %s", type(error).__name__)
            return
