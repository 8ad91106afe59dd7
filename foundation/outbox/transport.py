"""Carries mail to the SMTP server where one is configured; else the table itself is the development mailbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from foundation.outbox.models import Message
from foundation.outbox.registry import RefusedError, Sender, UnreachableError
from foundation.outbox.validators import UnsafeMessageError, check_message

SMTP = "django.core.mail.backends.smtp.EmailBackend"
PERMANENT = 500


def keeps_bodies() -> bool:
    """The development mailbox is the reader's only copy: secrets stay in it until they expire."""
    return not settings.EMAIL_HOST


@contextmanager
def mail() -> Iterator[Sender]:
    """The way out for mail, held open for a batch."""
    if keeps_bodies():
        yield lambda _message: None
        return
    server = get_connection(SMTP)
    try:
        server.open()
    except (OSError, SMTPException) as error:
        raise UnreachableError(str(error)) from error
    try:
        yield lambda message: _send(message, server)
    finally:
        server.close()


def _send(message: Message, server: BaseEmailBackend) -> None:
    try:
        check_message(to=message.to, subject=message.subject, headers=message.headers, is_mail=True)
        compose(message, server).send()
    except UnsafeMessageError as error:
        raise RefusedError(str(error)) from error
    except SMTPRecipientsRefused as error:
        if all(code >= PERMANENT for code, _said in error.recipients.values()):
            raise RefusedError(str(error)) from error
        raise
    except SMTPResponseException as error:
        if error.smtp_code >= PERMANENT:
            raise RefusedError(str(error)) from error
        raise


def compose(message: Message, server: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The mail as it goes out; its Message-ID is the row's, so that a second attempt is seen to be the same mail."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {**message.headers, "Message-ID": f"<{message.uuid}@{domain}>", "Content-Language": message.language}
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
