"""Django's EMAIL_BACKEND: mail that libraries send (sign-in, password) becomes rows of the outbox as well."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.translation import get_language

from foundation.outbox.models import Message
from foundation.outbox.services import enqueue

KIND = "account.mail"
LIFETIME = timedelta(days=1)
"""How long a mail with a link or a code in it is kept."""


class OutboxEmailBackend(BaseEmailBackend):
    """Writes a row per recipient and sends nothing itself. Such mail lets people in, so its body counts as secret."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many mails were written. Raises `ValueError` for an attachment: those travel as links here."""
        for mail in email_messages:
            if mail.attachments:
                raise ValueError("Mail of this system carries no attachments.")
            enqueue(*_rows(mail))
        return len(email_messages)


def _rows(mail: EmailMessage) -> Iterator[Message]:
    alternatives = mail.alternatives if isinstance(mail, EmailMultiAlternatives) else []
    html = next((str(content) for content, kind in alternatives if kind == "text/html"), "")
    headers = dict(mail.extra_headers)
    if mail.reply_to:
        headers["Reply-To"] = ", ".join(mail.reply_to)
    for address in mail.recipients():
        yield Message(
            kind=KIND,
            dedupe_key=f"{KIND}:{uuid.uuid4()}",
            to=address,
            language=(get_language() or "en")[:2],
            subject=str(mail.subject),
            body_text=str(mail.body),
            body_html=html,
            headers=headers,
            secret=True,
            expires_at=timezone.now() + LIFETIME,
        )
