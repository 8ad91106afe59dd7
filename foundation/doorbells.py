"""Ringing for a worker: a wake-up only, for what is to be done stands in a table and waits for the beat otherwise."""

import logging

from celery import Task, current_app
from kombu.exceptions import OperationalError

IMPATIENT = {"max_retries": 0, "socket_connect_timeout": 0.5, "socket_timeout": 0.5}
"""No request waits for a broker that does not answer."""
STALE = 15
"""Seconds after which a ring is dropped: by then the beat has rung itself."""
log = logging.getLogger("doorbells")


def ring(task: Task) -> None:
    """Ask a worker to look at its table now."""
    try:
        with current_app.connection_for_write(transport_options=IMPATIENT) as connection:
            task.apply_async(connection=connection, retry=False, expires=STALE)
    except OperationalError as error:
        log.warning("%s: no broker to wake a worker: %s", task.name, error)
