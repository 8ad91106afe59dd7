"""A real SMTP conversation on the loopback."""

import smtplib
import socket

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from foundation.outbox.delivery import deliver
from foundation.outbox.enums import State
from tests.foundation.outbox.messages import a_message, queued

pytestmark = pytest.mark.django_db


class Post:
    """Keeps what it is handed; refuses one address for good and another for now."""

    def __init__(self) -> None:
        self.envelopes = []

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802 -- aiosmtpd's name
        if address.startswith("gone"):
            return "550 no such user"
        if address.startswith("full"):
            return "452 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 -- as above
        self.envelopes.append(envelope)
        return "250 OK"


@pytest.fixture
def post(settings):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(Post(), hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield controller.handler
    controller.stop()


def test_mail_arrives_with_its_languages_its_headers_and_a_message_id_of_its_own(post) -> None:
    message = queued(
        to="reader@example.org",
        language="ar",
        subject="تذكير",
        body_text="نص",
        body_html='<p dir="rtl">نص</p>',
        headers={"Reply-To": "secretariat@example.org"},
    )

    assert deliver(now=timezone.now()) == {"sent": 1}

    (envelope,) = post.envelopes
    text = envelope.content.decode()
    assert envelope.rcpt_tos == ["reader@example.org"]
    assert f"Message-ID: <{message.uuid}@localhost>" in text
    assert "Content-Language: ar" in text
    assert "Reply-To: secretariat@example.org" in text
    assert "text/html" in text


@pytest.mark.parametrize(
    ("address", "state"), [("gone@example.org", State.QUARANTINED), ("full@example.org", State.QUEUED)]
)
def test_what_the_server_says_decides_between_never_and_later(post, address: str, state: State) -> None:
    message = queued(to=address)

    deliver(now=timezone.now())

    message.refresh_from_db()
    assert message.state == state
    assert post.envelopes == []


def test_row_poisoned_behind_our_back_is_set_aside_not_sent(post) -> None:
    message = a_message(subject="hello\nBcc: thief@example.org")
    message.save()

    deliver(now=timezone.now())

    message.refresh_from_db()
    assert message.state == State.QUARANTINED
    assert post.envelopes == []


def test_closed_server_costs_no_attempt(settings) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    message = queued()
    with pytest.raises(OSError, match="refused"):
        smtplib.SMTP("127.0.0.1", 1)

    assert deliver(now=timezone.now()) == {"unreachable": 1}

    message.refresh_from_db()
    assert message.attempts == 0
