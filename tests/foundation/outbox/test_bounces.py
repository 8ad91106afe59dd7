"""Mail that comes back is known by its Message-ID, whoever writes what around it; staff clear addresses."""

import io
import os
import uuid
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.models import LedgerEntry
from foundation.outbox import bounces
from foundation.outbox.delivery import deliver
from foundation.outbox.dsn import Failure, failures
from foundation.outbox.models import Bounce, Message
from foundation.outbox.registry import RefusedError
from tests.factories.parties import actor

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
ID = uuid.UUID("11111111-2222-3333-4444-555555555555")


def notification(*, about=ID, action="failed", status="5.1.1", said="smtp; 550 5.1.1 no such user", headers=""):
    """What a mail server sends back (RFC 3464)."""
    return f"""From: MAILER-DAEMON@mx.example.org
To: secretariat@example.org
Message-ID: <made-by-the-server@mx.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"
{headers}
--b
Content-Type: text/plain

It did not work.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; anybody@example.org
Action: {action}
Status: {status}
Diagnostic-Code: {said}

--b
Content-Type: text/rfc822-headers

Message-ID: <{about}@localhost>
Subject: About a round

--b--
""".encode()


HOSTILE = [
    b"",
    b"\x00\xff" * 1000,
    b"Content-Type: multipart/report; boundary=\n\n--\n",
    b"Content-Type: message/rfc822\n\n" * 500,
    b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\n" * 5000,
    b"Subject: =?utf-8?b?////?=\nAction: failed\n\n",
    b"Content-Type: text/plain; charset=no-such-thing\nAction: failed\nMessage-ID: <" + str(ID).encode() + b"@x>\n\n",
    notification(action="delayed"),
    notification(action="relayed"),
    notification(about="not-a-uuid"),
    notification(about=f"{ID}\r\nBcc: x"),
]


def test_what_is_no_notification_of_ours_says_nothing_and_breaks_nothing():
    assert [failures(raw) for raw in HOSTILE] == [[]] * len(HOSTILE)


def test_a_notification_names_the_mail_and_why():
    found = failures(notification(said="smtp; 550 \u202e no\tsuch user"))

    assert found == [Failure(ID, "5.1.1", "smtp; 550 no such user")]
    assert found[0].is_about_the_address


@pytest.mark.parametrize(("status", "is_about"), [("5.1.1", True), ("5.2.2", True), ("4.4.7", True), ("5.7.1", False)])
def test_only_what_is_about_the_address_marks_it(status, is_about):
    assert failures(notification(status=status))[0].is_about_the_address == is_about


@pytest.fixture
def mail(db) -> Message:
    return Message.objects.create(
        uuid=ID, kind="test", dedupe_key="x", to="Gone@Example.org", subject="S", body_text="B"
    )


def register(raw: bytes, monkeypatch) -> str:
    said = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("register_bounce", stdout=said)
    return said.getvalue()


def test_a_bounce_marks_the_address_we_wrote_to_once_whatever_the_notification_names(mail, monkeypatch):
    assert "gone@example.org" in register(notification(), monkeypatch)
    assert "Nothing to note" in register(notification(), monkeypatch)
    assert "Nothing to note" in register(notification(about=uuid.uuid4()), monkeypatch)
    assert "Nothing to note" in register(notification(status="5.7.1"), monkeypatch)

    noted = Bounce.objects.get()
    assert (noted.address, noted.source, noted.status) == ("gone@example.org", "by_mail", "5.1.1")
    entry = LedgerEntry.objects.filter(kind="address.not_reached").get()
    assert "gone" not in str(entry.facts)


def test_a_mail_server_is_asked_to_try_again_while_the_database_is_away(mail, monkeypatch):
    def away(*_args, **_kwargs):
        raise OperationalError

    monkeypatch.setattr("foundation.outbox.management.commands.register_bounce.note_bounce", away)

    with pytest.raises(CommandError) as caught:
        register(notification(), monkeypatch)

    assert caught.value.returncode == os.EX_TEMPFAIL


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ("550 5.1.1 no such user", 1),
        ("550 5.7.1 we do not like you", 0),
        ("554 5.6.0 this text is not taken", 0),
    ],
)
@pytest.mark.usefixtures("released")
def test_a_refusal_while_sending_marks_the_address_where_it_is_about_the_address(mail, monkeypatch, said, noted):
    def refuse(_message):
        raise RefusedError(said)

    monkeypatch.setattr("foundation.outbox.transport._send", lambda message, _server: refuse(message))
    monkeypatch.setattr("foundation.outbox.transport.keeps_bodies", lambda: False)

    assert deliver(now=NOW.replace(year=2030))["set aside"] == 1
    assert Bounce.objects.count() == noted


def test_staff_clear_an_address_once_and_say_why(mail):
    bounce = bounces.note_bounce(Failure(ID, "5.1.1", ""), now=NOW)
    clear = {"version": None, "now": NOW}
    with pytest.raises(RuleBroken):
        bounces.clear_bounce(bounce, actor=actor("secretariat_officer"), reason="  ", **clear)
    with pytest.raises(NotAllowed):
        bounces.clear_bounce(bounce, actor=actor("focal_point"), reason="I said so.", **clear)

    bounces.clear_bounce(bounce, actor=actor("secretariat_officer"), reason="We spoke: it works again.", **clear)

    assert not Bounce.objects.of("GONE@example.org").exists()
    with pytest.raises(IllegalTransition):
        bounces.clear_bounce(bounce, actor=actor("secretariat_officer"), reason="Again.", **clear)
    assert bounces.note_bounce(Failure(ID, "5.1.1", ""), now=NOW) is not None
