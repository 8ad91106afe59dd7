"""A real SMTP conversation on the loopback."""

import asyncio
import smtplib
import socket

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from foundation.outbox.delivery import deliver
from foundation.outbox.enums import State
from foundation.outbox.models import Message
from tests.foundation.outbox.messages import a_message, queued

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("released")]


class Post:
    """Keeps what it is handed; refuses one address for good and another for now."""

    def __init__(self) -> None:
        self.envelopes = []
        self.takes_us = True

    async def handle_MAIL(self, server, session, envelope, address, options) -> str:  # noqa: N802 -- aiosmtpd's name
        envelope.mail_from = address
        return "250 OK" if self.takes_us else "550 not from you"

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802 -- aiosmtpd's name
        if address.startswith("gone"):
            return "550 no such user"
        if address.startswith("full"):
            return "452 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 -- as above
        if envelope.rcpt_tos[0].startswith("hang"):
            await asyncio.sleep(30)
        if envelope.rcpt_tos[0].startswith("cut"):
            server.transport.abort()
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
    assert "Auto-Submitted: auto-generated" in text
    assert "Reply-To: secretariat@example.org" in text
    assert "text/html" in text


@pytest.mark.parametrize(
    ("address", "state", "said"),
    [
        ("gone@example.org", State.QUARANTINED, "550 no such user"),
        ("full@example.org", State.QUEUED, "452 mailbox full"),
    ],
)
def test_what_the_server_says_decides_between_never_and_later(post, address: str, state: State, said: str) -> None:
    message = queued(to=address)

    deliver(now=timezone.now())

    message.refresh_from_db()
    assert (message.state, message.last_error) == (state, said)
    assert post.envelopes == []


def test_who_hangs_or_hangs_up_is_tried_later_and_does_not_stop_the_others(post, settings) -> None:
    settings.OUTBOX_LONGEST_SENDING = 0.3  # far below the time limit on one answer
    messages = [queued(to=f"{how}@example.org") for how in ("one", "cut", "two", "hang", "gone", "three")]

    assert deliver(now=timezone.now()) == {"sent": 3, "postponed": 2, "set aside": 1}

    taken = [one.rcpt_tos[0].partition("@")[0] for one in post.envelopes]
    assert taken == ["one", "cut", "two", "three"]  # one was taken, and nobody heard so
    states = [Message.objects.get(pk=message.pk).state for message in messages]
    assert states == ["sent", "queued", "sent", "queued", "quarantined", "sent"]


def test_row_poisoned_behind_our_back_is_set_aside_not_sent(post) -> None:
    message = a_message(subject="hello\nBcc: thief@example.org")
    message.save()

    deliver(now=timezone.now())

    message.refresh_from_db()
    assert message.state == State.QUARANTINED
    assert post.envelopes == []


def test_server_that_takes_nothing_from_us_is_no_fault_of_a_message(post) -> None:
    queued()
    post.takes_us = False

    assert deliver(now=timezone.now()) == {"unreachable": 1}

    assert set(Message.objects.values_list("state", "attempts")) == {(State.QUEUED, 0)}


def test_closed_server_costs_no_attempt(settings) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    message = queued()
    with pytest.raises(OSError, match="refused"):
        smtplib.SMTP("127.0.0.1", 1)

    assert deliver(now=timezone.now()) == {"unreachable": 1}

    message.refresh_from_db()
    assert message.attempts == 0
