"""What a piece of work costs: seconds of CPU of this process and of its backends, so that neighbours weigh little.

Where PostgreSQL runs elsewhere, or the system does not say (no /proc), seconds on the wall are counted instead.
"""

import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection

IN_A_SECOND = 1e9
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"


def effort(work: Callable[[], object], *, of_all: bool = False) -> float:
    """Seconds that `work` takes, over the connection that is open; `of_all`: over all that are open to the database."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(BACKENDS)
        pids = [pid for (pid,) in cursor.fetchall()] if of_all else [connection.connection.info.backend_pid]
    backends = [Path(f"/proc/{pid}") for pid in pids]
    if not all(map(_is_a_backend, backends)):
        began = time.perf_counter()
        work()
        return time.perf_counter() - began
    before = sum(map(_running, backends)) + time.process_time()
    work()
    return sum(map(_running, backends)) + time.process_time() - before


def _running(process: Path) -> float:
    """Seconds a process was on a CPU."""
    return int((process / "schedstat").read_text().split()[0]) / IN_A_SECOND


def _is_a_backend(process: Path) -> bool:
    try:
        return "postgres" in (process / "comm").read_text() and (process / "schedstat").exists()
    except OSError:
        return False
