"""No request waits for a broker."""

import socket

import pytest
from celery import current_app

from foundation.outbox.receivers import ring_for_a_worker
from foundation.outbox.tasks import ring


@pytest.fixture
def server():
    """Takes every call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def calls_taken(server) -> int:
    server.setblocking(False)
    calls = 0
    while True:
        try:
            server.accept()[0].close()
        except BlockingIOError:
            return calls
        calls += 1


def test_broker_that_does_not_answer_is_asked_once_and_leaves_a_line_in_the_log(server, monkeypatch, caplog) -> None:
    monkeypatch.setattr(current_app.conf, "broker_url", f"redis://127.0.0.1:{server.getsockname()[1]}/0")

    ring_for_a_worker()

    assert calls_taken(server) == 1
    assert "no broker to wake a worker" in caplog.text


def test_broker_that_is_not_there_leaves_a_line_in_the_log(tmp_path, monkeypatch, caplog) -> None:
    monkeypatch.setattr(current_app.conf, "broker_url", f"redis+socket://{tmp_path}/absent")

    ring_for_a_worker()

    assert "no broker to wake a worker" in caplog.text


def test_no_answer_is_awaited_longer_than_half_a_second(monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(ring, "apply_async", lambda **given: asked.append((given["retry"], given["connection"])))

    ring_for_a_worker()

    [(retry, connection)] = asked
    patience = connection.transport_options
    assert retry is False
    assert (patience["socket_connect_timeout"], patience["socket_timeout"], patience["max_retries"]) == (0.5, 0.5, 0)
