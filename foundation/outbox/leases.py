"""Who holds what was claimed: the session that took it, by a lock that ends with the session and with nothing else.

A clock may be set while a mail is on its way, and then every lease seems to have ended; so nobody else may claim what a
session that lives holds. And whose session is gone holds nothing, however long its lease would last.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

HOLD = "SELECT pg_advisory_lock(hashtext('outbox.lease'), hashtext(%s))"
LET_GO = "SELECT pg_advisory_unlock(hashtext('outbox.lease'), hashtext(%s))"
HELD = """
SELECT token FROM unnest(%s::uuid[]) AS token
WHERE NOT pg_try_advisory_xact_lock(hashtext('outbox.lease'), hashtext(token::text))
"""
OURS = """
SELECT FROM pg_locks
WHERE pid = pg_backend_pid() AND locktype = 'advisory' AND objsubid = 2
AND classid::bigint = hashtext('outbox.lease') & x'ffffffff'::bigint
AND objid::bigint = hashtext(%s) & x'ffffffff'::bigint
"""


def hold(token: UUID) -> None:
    """From here on this session holds what it claims under the token."""
    _ask(HOLD, str(token))


def let_go(token: UUID) -> None:
    """Nothing of it is held any more."""
    _ask(LET_GO, str(token))


def is_held(token: UUID) -> bool:
    """Whether this very session holds it: whoever lost its connection and found another does not."""
    return bool(_ask(OURS, str(token)))


def held_by_others(tokens: Iterable[UUID]) -> set[UUID]:
    """Those under which another session that lives holds something; asked in a transaction.

    The others are nobody's until the transaction ends, so that of several who ask at once one alone finds them free.
    """
    known = list(tokens)
    return {token for (token,) in _ask(HELD, known)} if known else set()


def _ask(question: str, about: str | list[UUID]) -> list[tuple[UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(question, [about])
        return cursor.fetchall()
