"""/livez and /readyz tell the truth, and stand before host names, redirects and rights."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils import timezone

from foundation.outbox.models import Message, Release
from foundation.outbox.selectors import LATE
from khartoum import health
from khartoum.tasks import heartbeat


@pytest.fixture
def alive(db, broker, released):
    heartbeat()


def ask(client, path="/readyz"):
    response = client.get(path, headers={"host": "a-host-that-is-not-listed"})
    return response.status_code, response.json()


def test_ready_when_database_broker_worker_and_outbox_are(client, alive):
    status, said = ask(client)

    assert (status, said["ok"]) == (200, True)
    assert said["database"] == {"ok": True, "role": "khartoum_app"}


def test_a_live_process_says_so_without_a_database(client):
    assert ask(client, "/livez")[1]["ok"] is True


def test_not_ready_without_a_worker(client, db, broker):
    status, said = ask(client)

    assert (status, said["worker"]) == (503, {"ok": False, "error": "never seen"})


@pytest.mark.parametrize("away", [timedelta(seconds=-46), timedelta(hours=1)])
def test_not_ready_when_the_worker_fell_silent_also_before_the_clock_was_set_back(client, alive, away):
    cache.set(health.HEARTBEAT, (timezone.now() + away).timestamp(), timeout=None)

    status, said = ask(client)

    assert (status, said["worker"]["ok"]) == (503, False)


def test_not_ready_without_a_broker(client, alive, settings):
    settings.REDIS_URL = "redis+socket:///nowhere/at-all"

    status, said = ask(client)

    assert (status, said["broker"]) == (503, {"ok": False, "error": "ConnectionError"})


def test_not_ready_without_a_database(client, alive, monkeypatch):
    def broken():
        raise DatabaseError("its words name the server")

    monkeypatch.setitem(health.CHECKS, "database", broken)

    status, said = ask(client)

    assert (status, said["database"]) == (503, {"ok": False, "error": "DatabaseError"})


def test_not_ready_when_a_guard_is_open(client, alive):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE khartoum_owner; ALTER FUNCTION ledger_refuse() RESET search_path")
        cursor.execute("SET LOCAL ROLE khartoum_app")

    status, said = ask(client)

    assert (status, said["guards"]) == (503, {"ok": False, "open": 1})


def test_not_ready_when_mail_does_not_leave(client, alive):
    due = timezone.now() - LATE - timedelta(seconds=1)
    Message.objects.create(kind="x", dedupe_key="x", to="a@b.test", subject="x", body_text="x", not_before=due)

    status, said = ask(client)

    assert (status, said["outbox"]["ok"]) == (503, False)


def test_not_ready_in_a_database_that_was_restored(client, alive):
    Release.objects.create(database="another", reason="x", released_at=timezone.now())

    status, said = ask(client)

    assert (status, said["outbox"]) == (503, {"ok": False, "oldest_seconds": 0.0, "held": "another_database"})


def test_metrics_answer_only_where_they_are_opened(client, db, settings):
    closed = client.get("/metrics").status_code
    settings.METRICS_OPEN = True

    opened = client.get("/metrics")
    told = opened.content.decode()
    assert (closed, opened.status_code) == (404, 200)
    assert "khartoum_database_up 1.0" in told
    assert "khartoum_outbox_held 1.0" in told
    assert 'khartoum_outbox_not_sent{state="quarantined"} 0.0' in told
