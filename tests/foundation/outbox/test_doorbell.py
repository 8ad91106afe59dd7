"""No request waits for a broker."""

import base64
import json
import socket

import pytest
from celery import current_app
from redis import Redis

from foundation.outbox.receivers import ring_for_a_worker
from foundation.outbox.services import enqueue
from foundation.outbox.tasks import ring
from tests.foundation.outbox.messages import a_message

TELLING = ("amal", "example.org", "egypt", "hassan", "test.mail", "dear")


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


@pytest.mark.django_db(transaction=True)
def test_broker_holds_no_name_no_address_and_no_text(broker, released, monkeypatch) -> None:
    monkeypatch.setattr(current_app.conf, "broker_url", broker)
    told = {"to": "amal@example.org", "subject": "Report of Egypt", "body_text": "Dear Amal Hassan", "body_html": "<p>"}
    enqueue(a_message(**told))
    ring_for_a_worker()

    kept = everything_in(broker)

    assert "outbox.deliver" in kept
    assert not {word for word in TELLING if word in kept.lower()}


def everything_in(address: str) -> str:
    """What the broker keeps, with the bodies of its bells as they were before they were packed."""
    with Redis.from_url(address.replace("redis+socket://", "unix://").replace("?virtual_host=", "?db=")) as client:
        bells = [json.loads(bell) for bell in client.lrange("celery\x06\x166", 0, -1)]
        named = [key for key in client.scan_iter() if client.type(key) != b"list"]
        rest = [client.dump(key) for key in named]
    bodies = [base64.b64decode(bell["body"]).decode() for bell in bells]
    assert bells
    return f"{bells} {bodies} {named} {rest}"
