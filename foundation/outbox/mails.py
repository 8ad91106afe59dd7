"""A mail to one person about one row: every mail that the house writes itself is put together here."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import translation

from foundation.accounts.models import User
from foundation.exports.text import inert_line
from foundation.ledger.models import subject_of
from foundation.outbox.models import Message


def link_to(name: str, **places: Any) -> str:
    """The whole address of one of our pages, as it is clicked from outside."""
    return f"{settings.PUBLIC_URL}{reverse(name, kwargs=places)}"


def link_to_row(name: str, row: UUID) -> str:
    """The same for the page of one row: a digest leads to many, so the way there is worked out once."""
    before, behind = _around(name)
    return f"{settings.PUBLIC_URL}{before}{row}{behind}"


@cache
def _around(name: str) -> tuple[str, str]:
    nobody = UUID(int=0)
    before, _nobody, behind = reverse(name, kwargs={"uuid": nobody}).partition(str(nobody))
    return before, behind


def mail_to(
    reader: User,
    kind: str,
    *,
    key: str,
    about: models.Model,
    words: Callable[[], tuple[str, str]],
    secret_until: datetime | None = None,
) -> Message:
    """Unsaved, for `enqueue`. `words` gives subject and text, and is asked in the reader's language.

    `key` says what it is for, within its kind: asked twice, it is sent once. `secret_until` (UTC): staff do not read
    it, and it is forgotten then.
    """
    with translation.override(reader.language):
        subject, text = words()
    return Message(
        kind=kind,
        dedupe_key=f"{kind}:{key}",
        to=reader.email,
        language=reader.language,
        subject=inert_line(subject),
        body_text=text,
        related=subject_of(about),
        secret=secret_until is not None,
        expires_at=secret_until,
    )
