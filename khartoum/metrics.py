"""What /metrics tells of the delivery beside what the libraries count: read from the database when it is asked."""

from collections.abc import Iterator

from django.db import Error
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import REGISTRY, Collector

from foundation.actors import system
from foundation.outbox.models import NOT_SENT
from foundation.outbox.release import why_held
from foundation.outbox.selectors import not_sent, outbox_age
from khartoum.health import heartbeat_age


class DeliveryCollector(Collector):
    """Gauges of outbox and worker. A database that is away takes them with it, and `khartoum_database_up` says so."""

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing is asked of the database when the collector is registered."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Asked at each scrape."""
        try:
            found = list(_gauges())
        except Error:
            found = []
        yield GaugeMetricFamily("khartoum_database_up", "1 when the database answered.", value=float(bool(found)))
        yield from found


def _gauges() -> Iterator[GaugeMetricFamily]:
    now, beat = timezone.now(), heartbeat_age()
    waits = outbox_age(now).total_seconds()
    yield GaugeMetricFamily("khartoum_outbox_oldest_seconds", "Wait of the oldest message that is due.", value=waits)
    held = float(why_held() is not None)
    yield GaugeMetricFamily(
        "khartoum_outbox_held", "1 when this database was not released and sends nothing.", value=held
    )
    unsent = GaugeMetricFamily(
        "khartoum_outbox_not_sent", "Messages that were given up or set aside.", labels=["state"]
    )
    counted = not_sent(system())
    for state in NOT_SENT:
        unsent.add_metric([state.value], counted.get(state, 0))
    yield unsent
    if beat is not None:
        yield GaugeMetricFamily(
            "khartoum_worker_heartbeat_age_seconds",
            "Since a worker last did what the beat rang.",
            value=beat.total_seconds(),
        )


def register() -> None:
    """Called once, when every app is ready."""
    REGISTRY.register(DeliveryCollector())
