"""Who holds what was claimed: the lease says until when, and the session that took it says that it still lives.

A clock may be set while a mail is on its way, and then every lease seems to have ended. So whoever claims also holds a
lock of its session, which ends with the worker and with nothing else; both must be gone before another may claim.
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


def hold(token: UUID) -> None:
    """From here on this session holds what it claims under the token."""
    _ask(HOLD, str(token))


def let_go(token: UUID) -> None:
    """Nothing of it is held any more."""
    _ask(LET_GO, str(token))


def held_by_others(tokens: Iterable[UUID | None]) -> set[UUID]:
    """Those under which another session that lives holds something; asked in a transaction."""
    known = {token for token in tokens if token is not None}
    return {token for (token,) in _ask(HELD, list(known))} if known else set()


def _ask(question: str, about: str | list[UUID]) -> list[tuple[UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(question, [about])
        return cursor.fetchall()
