"""Carries mail to the SMTP server where one is configured; else the table itself is the development mailbox."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused
from threading import Timer
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.encoding import force_str

from foundation.outbox.models import Message
from foundation.outbox.registry import RefusedError, Sender, TemporaryError, UnreachableError
from foundation.outbox.validators import UnsafeMessageError, check_message

SMTP = "django.core.mail.backends.smtp.EmailBackend"
PERMANENT = 500


def keeps_bodies() -> bool:
    """The development mailbox is the reader's only copy: secrets stay in it until they expire."""
    return not settings.EMAIL_HOST


@contextmanager
def mail() -> Iterator[Sender]:
    """The way out for mail, held open for a batch and opened anew after whatever broke it."""
    if keeps_bodies():
        yield lambda _message: None
        return
    server = get_connection(SMTP)
    try:
        yield lambda message: _send(message, server)
    finally:
        server.close()


def _send(message: Message, server: BaseEmailBackend) -> None:
    try:
        check_message(to=message.to, subject=message.subject, headers=message.headers, is_mail=True)
    except UnsafeMessageError as error:
        raise RefusedError(str(error)) from error
    mail = compose(message, server)
    _open(server)
    try:
        with _no_longer_than(settings.OUTBOX_LONGEST_SENDING, server):
            mail.send()
    except SMTPSenderRefused as error:
        _abandon(server)
        raise UnreachableError(f"the server takes no mail from us: {_said(error)}") from error
    except (OSError, SMTPException) as error:
        _abandon(server)
        if _is_for_good(error):
            raise RefusedError(_said(error)) from error
        raise TemporaryError(_said(error)) from error


def _open(server: BaseEmailBackend) -> None:
    try:
        server.open()
    except (OSError, SMTPException) as error:
        _abandon(server)
        raise UnreachableError(f"{type(error).__name__}: {error}") from error


def _abandon(server: Any) -> None:
    """Hang up without a word: whoever hung would let us wait for an answer to our farewell too."""
    if server.connection is not None:
        with suppress(OSError):
            server.connection.close()
        server.connection = None


@contextmanager
def _no_longer_than(seconds: float, server: Any) -> Iterator[None]:
    """Hang up when a mail takes longer: a time limit on each answer does not end a server that trickles."""

    def hang_up() -> None:
        with suppress(OSError, AttributeError):
            server.connection.sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _is_for_good(error: Exception) -> bool:
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _said in error.recipients.values())
    return isinstance(error, SMTPResponseException) and error.smtp_code >= PERMANENT


def _said(error: Exception) -> str:
    """The answer of the server as it said it, `550 5.1.1 No such mailbox`; without one, what broke off."""
    answers: list[tuple[int, Any]] = []
    if isinstance(error, SMTPRecipientsRefused):
        answers = list(error.recipients.values())
    elif isinstance(error, SMTPResponseException):
        answers = [(error.smtp_code, error.smtp_error)]
    told = [f"{code} {' '.join(force_str(words, errors='replace').split())}" for code, words in answers]
    return "; ".join(told) or f"{type(error).__name__}: {error}"


def compose(message: Message, server: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The mail as it goes out; its Message-ID is the row's, so that a second attempt is seen to be the same mail.

    It says that a program wrote it (RFC 3834), so that nobody's notice of absence answers it.
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    ours = {"Message-ID": f"<{message.uuid}@{domain}>", "Auto-Submitted": "auto-generated"}
    headers = {**message.headers, **ours, "Content-Language": message.language}
    mail = EmailMultiAlternatives(
        message.subject,
        message.body_text,
        settings.DEFAULT_FROM_EMAIL,
        [message.to],
        headers=headers,
        connection=server,
    )
    if message.body_html:
        mail.attach_alternative(message.body_html, "text/html")
    return mail
