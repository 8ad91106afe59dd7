"""Where no mail server is named, staff see each mail as its recipient would, in every language, and nothing runs."""

import pytest
from django.test import override_settings
from django.urls import reverse

from foundation.outbox.mailbox import seen_in
from foundation.outbox.models import Message
from notifications.services.sweep import sweep
from tests.factories.notifications import WEDNESDAY, LadderFactory, StepFactory, asked
from tests.factories.parties import PartyFactory, appoint
from tests.foundation.outbox.messages import queued

pytestmark = pytest.mark.django_db


@pytest.fixture
def reminder() -> Message:
    StepFactory(ladder=LadderFactory(), offset_days=-7, text_en="Dear {name}.", text_fr="Bonjour {name}.")
    party = PartyFactory(weekend_days=[6, 7])
    appoint("focal_point", party)
    asked(party, due_at=WEDNESDAY.replace(day=11, hour=18))
    sweep(now=WEDNESDAY)
    return Message.objects.get(kind="reminder")


def page(message: Message) -> str:
    return reverse("admin:outbox_message_mailbox", args=[message.pk])


def test_a_reminder_is_read_in_every_language_and_nothing_of_it_changes(officer, reminder):
    french = officer.get(page(reminder), {"language": "fr"}).text

    assert "Bonjour" in french
    assert "Dear" in officer.get(page(reminder)).text
    assert 'dir="rtl"' in officer.get(page(reminder), {"language": "ar"}).text
    kept = Message.objects.get()
    assert (kept.language, kept.body_text) == (reminder.language, reminder.body_text)


@pytest.mark.parametrize("language", ["xx", "../x", ""])
def test_a_language_that_is_none_is_not_there(officer, reminder, language):
    assert officer.get(page(reminder), {"language": language}).status_code == 404


def test_a_mail_program_is_not_more_harmless():
    nasty = '<p onclick="x()">Hello <img src=//x.example><script>x()</script><a href="javascript:x()">here</a></p>'
    message = queued(body_html=nasty, headers={"Reply-To": "a@example.org"})

    seen = seen_in(message, "fr")

    assert seen.html == '<p>Hello <a rel="noopener noreferrer">here</a></p>'
    assert (seen.languages, seen.is_as_sent) == (("en",), True)
    assert dict(seen.headers)["Reply-To"] == "a@example.org"
    assert dict(seen.headers)["Message-ID"] == f"<{message.uuid}@localhost>"


def test_nobody_reads_it_where_mail_leaves_and_a_secret_nowhere(officer, reminder):
    with override_settings(EMAIL_HOST="mail.example.org"):
        assert officer.get(page(reminder)).status_code == 404
    secret = queued(secret=True, expires_at=WEDNESDAY)
    assert officer.get(page(secret)).status_code == 404
    assert page(reminder) in officer.get(reverse("admin:outbox_message_change", args=[reminder.pk])).text
