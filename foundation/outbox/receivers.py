"""Rings for a worker when messages were queued; without a broker they wait for the next beat."""

import logging

from celery import current_app
from django.dispatch import receiver
from kombu.exceptions import OperationalError

from foundation.outbox.signals import messages_queued
from foundation.outbox.tasks import ring

IMPATIENT = {"max_retries": 0, "socket_connect_timeout": 0.5, "socket_timeout": 0.5}
"""No request waits for a broker that does not answer."""
log = logging.getLogger("outbox")


@receiver(messages_queued, dispatch_uid="outbox.ring")
def ring_for_a_worker(**_kwargs: object) -> None:
    """A wake-up only: what is to be sent stands in the table."""
    try:
        with current_app.connection_for_write(transport_options=IMPATIENT) as connection:
            ring.apply_async(connection=connection, retry=False)
    except OperationalError as error:
        log.warning("outbox: no broker to wake a worker: %s", error)
