"""Somebody comes while another has changed things and not committed: the second waits, and sees what the first did."""

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from django.db import connection, transaction

WAITING = """
    SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
"""
"""Not of pg_stat_activity: what that says stays as it was while a transaction lasts."""


def somebody_waits():
    """Until another connection waits for what ours has locked."""
    pause = Event()
    with connection.cursor() as cursor:
        for _try in range(6_000):
            cursor.execute(WAITING)
            if cursor.fetchone() == (1,):
                return
            pause.wait(0.01)
    raise AssertionError("nobody came to wait")


def beside(first, second, *, then=lambda: None) -> Future:
    """What became of `second`, which began when `first` was done and not committed, and had to wait for it.

    `then` is done while it waits, in the transaction of the first.
    """

    def late():
        try:
            return second()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            first()
            waits = thread.submit(late)
            somebody_waits()
            then()
        waits.exception()
    return waits
