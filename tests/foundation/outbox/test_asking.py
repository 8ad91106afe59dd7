"""Asking for a message: once, clean, and in the transaction of its reason."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from foundation.errors import IllegalTransition
from foundation.outbox.backend import OutboxEmailBackend
from foundation.outbox.enums import State
from foundation.outbox.models import Message
from foundation.outbox.services import enqueue
from foundation.outbox.validators import UnsafeMessageError
from tests.foundation.outbox.messages import a_message, queued

pytestmark = pytest.mark.django_db


def test_what_is_asked_twice_is_written_once() -> None:
    enqueue(a_message(dedupe_key="round:1:reminder", subject="first"))
    enqueue(a_message(dedupe_key="round:1:reminder", subject="second"), a_message(dedupe_key="round:2:reminder"))

    assert Message.objects.get(dedupe_key="round:1:reminder").subject == "first"
    assert Message.objects.count() == 2


def test_no_message_leaves_for_what_was_rolled_back() -> None:
    savepoint = transaction.savepoint()
    enqueue(a_message())
    transaction.savepoint_rollback(savepoint)

    assert Message.objects.count() == 0


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\0", "\u2028", "\x85"])
@pytest.mark.parametrize("field", ["subject", "to", "header"])
def test_no_header_can_be_smuggled_in(field: str, end: str) -> None:
    poisoned = f"a@example.org{end}Bcc: thief@example.org"
    fields = {"headers": {"Reply-To": poisoned}} if field == "header" else {field: poisoned}

    with pytest.raises(UnsafeMessageError):
        enqueue(a_message(**fields))


@pytest.mark.parametrize("name", ["Bcc", "to", "Message-ID", "X Y", "X:Y", "", "X\n"])
def test_headers_that_decide_who_reads_a_mail_are_not_set_by_callers(name: str) -> None:
    with pytest.raises(UnsafeMessageError):
        enqueue(a_message(headers={name: "x"}))


@pytest.mark.parametrize("address", ["nobody", "a@b@c", "a@example.org, b@example.org", ""])
def test_one_clean_address_per_mail(address: str) -> None:
    with pytest.raises(UnsafeMessageError):
        enqueue(a_message(to=address))


def test_mail_of_libraries_takes_the_same_way_and_is_secret() -> None:
    mail = EmailMultiAlternatives("Sign in", "the code", to=["a@example.org"], cc=["b@example.org"])
    mail.attach_alternative("<p>the code</p>", "text/html")

    OutboxEmailBackend().send_messages([mail])

    rows = Message.objects.order_by("to")
    assert [row.to for row in rows] == ["a@example.org", "b@example.org"]
    assert {(row.body_text, row.body_html, row.state, row.secret) for row in rows} == {
        ("the code", "<p>the code</p>", State.QUEUED, True)
    }
    assert all(row.expires_at > timezone.now() for row in rows)


def test_mail_with_an_attachment_is_refused() -> None:
    mail = EmailMultiAlternatives("Report", "see below", to=["a@example.org"], attachments=[("r.pdf", b"x", None)])

    with pytest.raises(ValueError, match="no attachments"):
        OutboxEmailBackend().send_messages([mail])


def test_database_refuses_to_call_a_waiting_message_sent() -> None:
    message = queued()

    with pytest.raises(IllegalTransition):
        Message.objects.filter(pk=message.pk).update(state=State.SENT)
