"""No request waits for a broker."""

import socket
import time

import pytest
from celery import current_app

from foundation.outbox.receivers import ring_for_a_worker


@pytest.fixture
def silent():
    """A server that takes the call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.fixture
def absent(tmp_path) -> str:
    return f"redis+socket://{tmp_path}/absent"


@pytest.mark.parametrize("broker", ["silent", "absent"])
def test_broker_that_does_not_answer_costs_a_moment_and_a_line_in_the_log(broker, request, monkeypatch, caplog) -> None:
    monkeypatch.setattr(current_app.conf, "broker_url", request.getfixturevalue(broker))
    began = time.monotonic()

    ring_for_a_worker()

    assert time.monotonic() - began < 3
    assert "no broker to wake a worker" in caplog.text
