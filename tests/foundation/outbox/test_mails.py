"""A mail to one person: in the person's language, on one line where it must be, a secret until it ends."""

from datetime import UTC, datetime

from django.utils.translation import get_language, override

from foundation.ledger.models import subject_of
from foundation.outbox.mails import mail_to
from tests.factories.parties import UserFactory

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def mail(**given):
    reader = UserFactory.build(language="ar")
    words = given.pop("words", lambda: ("Subject", f"in {get_language()}"))
    return reader, mail_to(reader, "contribution.told", key="of one thing", about=reader, words=words, **given)


def test_words_are_asked_in_the_language_of_their_reader():
    with override("fr"):
        reader, message = mail()

    assert (message.to, message.language, message.body_text) == (reader.email, "ar", "in ar")
    assert message.related == subject_of(reader)
    assert message.dedupe_key == "contribution.told:of one thing"


def test_a_subject_is_one_clean_line():
    _reader, message = mail(words=lambda: ("Receipt\r\nBcc: x@demo.example\u202e", ""))

    assert message.subject == "Receipt Bcc: x@demo.example"


def test_a_secret_has_its_end_and_nothing_else_is_one():
    _reader, told = mail()
    _reader, secret = mail(secret_until=NOW)

    assert (told.secret, told.expires_at) == (False, None)
    assert (secret.secret, secret.expires_at) == (True, NOW)
