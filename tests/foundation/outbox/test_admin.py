"""The outbox in the workbench: who was written to, why it was not sent, and once more what could not be sent."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from foundation.errors import IllegalTransition, NotAllowed
from foundation.ledger.models import LedgerEntry
from foundation.outbox import services
from foundation.outbox.enums import State
from foundation.outbox.models import Message
from foundation.outbox.permissions import can_send_again
from foundation.outbox.refusals import why_not_sent
from foundation.outbox.selectors import LATE
from foundation.outbox.workflow import MESSAGE
from parties.emergency_mail import KIND
from tests.factories.parties import UserFactory, actor, person
from tests.foundation.outbox.messages import REFUSED, a_message, ended, queued
from tests.reports.together import at_once

pytestmark = pytest.mark.django_db
WRITTEN = datetime(2026, 1, 2, 9, 0, tzinfo=UTC)
LIST = "admin:outbox_message_changelist"


@pytest.fixture
def officer(client):
    client.force_login(person("presidency_current"))
    return client


def step_of(message):
    return reverse("admin:outbox_message_step", args=[message.pk, "send_again"])


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize(("waited", "is_said"), [(LATE, True), (timedelta(), False)])
def test_staff_read_that_mail_does_not_leave_on_the_first_page_and_above_the_list(client, waited, is_said):
    client.force_login(person("secretariat_officer"))
    queued(not_before=timezone.now() - waited)

    pages = [client.get(reverse(page)).content.decode() for page in ("admin:index", LIST)]

    assert ["Mail does not leave at present" in page for page in pages] == [is_said, is_said]


def queries_of_the_list(client):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse(LIST)).status_code == 200
    return len(captured)


def test_list_says_to_whom_what_how_often_and_why_not(officer):
    UserFactory(email="egypt@example.org", full_name="A Reader")
    ended(kind=KIND, to="egypt@example.org", body_text="Words for one reader.")

    page = officer.get(reverse(LIST)).content.decode()

    for said in ("egypt<wbr>@example.org", "A Reader", "Emergency access", "Set aside", "does not know this address"):
        assert said in page
    assert "Set aside after 3 attempts" in page
    assert "Words for one reader." not in page


def sent(**fields):
    """A message that the other side took, or the development mailbox."""
    message = queued(**fields)
    for changes in ({"state": State.LEASED}, {"state": State.SENT, "sent_at": WRITTEN}):
        Message.objects.filter(pk=message.pk).update(**changes)
    return message


def test_list_says_when_a_message_was_written_and_what_it_is_about(officer):
    sent(subject="A round opens", created_at=WRITTEN)

    page = officer.get(reverse(LIST)).content.decode()

    assert "A round opens" in page
    assert "2 January 2026" in page


@pytest.mark.parametrize(
    ("server", "channel", "said", "not_said"),
    [
        ("", "mail", "Kept in the development mailbox", "Sent"),
        ("mail.example.org", "mail", "Sent", "Kept in the development mailbox"),
        ("", "webhook", "Sent", "Kept in the development mailbox"),
    ],
)
def test_nothing_is_called_sent_that_was_kept_here(server, channel, said, not_said, officer, settings):
    settings.EMAIL_HOST = server
    message = sent(channel=channel)

    listed = officer.get(reverse(LIST)).content.decode()
    page = officer.get(reverse("admin:outbox_message_change", args=[message.pk])).content.decode()

    assert f'<td class="field-came_to">{said}</td>' in listed
    assert said in page
    assert not_said not in page
    assert ("Kept in the development mailbox" in listed) is (not server)


def test_page_of_a_message_shows_what_its_state_says_something_of(officer, settings):
    settings.EMAIL_HOST = "mail.example.org"
    shown = {}
    for name, message in (("waiting", queued()), ("gone", sent()), ("failed", ended())):
        page = officer.get(reverse("admin:outbox_message_change", args=[message.pk])).content.decode()
        fields = ("not_before", "sent_at", "why", "last_error")
        shown[name] = {field for field in fields if f"field-{field}" in page}

    assert shown == {"waiting": {"not_before"}, "gone": {"sent_at"}, "failed": {"why", "last_error"}}


def test_page_of_a_message_does_not_show_its_text(officer):
    message = ended(body_text="Words for one reader.", body_html="<p>Words for one reader.</p>")

    page = officer.get(reverse("admin:outbox_message_change", args=[message.pk])).content.decode()

    assert "Words for one reader." not in page
    assert "5.1.1 no such user" in page
    assert step_of(message) in page


def test_what_lets_its_reader_in_is_not_listed(officer):
    secret = ended(secret=True, expires_at=timezone.now(), to="kept@example.org")

    assert "kept@example.org" not in officer.get(reverse(LIST)).content.decode()
    assert officer.get(step_of(secret)).status_code == 404


def test_list_asks_as_often_for_many_messages_as_for_few(officer):
    ended()
    few = queries_of_the_list(officer)
    for _each in range(12):
        ended()

    assert queries_of_the_list(officer) == few


def test_officer_sends_again_and_a_second_press_is_told(officer):
    message = ended()

    first, second = officer.post(step_of(message)), officer.post(step_of(message))

    message.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 409)
    assert (message.state, message.attempts) == (State.QUEUED, 0)
    assert list(LedgerEntry.objects.about(message).values_list("kind", flat=True)) == ["message.sent_again"]


@pytest.mark.parametrize(
    ("office", "may"),
    [
        ("presidency_current", True),
        ("secretariat_officer", True),
        ("presidency_incoming", False),
        ("presidency_outgoing", False),
        ("focal_point", False),
    ],
)
def test_only_who_acts_for_all_now_sends_again(office, may):
    who, message = actor(office), ended()

    assert can_send_again(who, message) is may
    assert MESSAGE.available(message, who) == (["send_again"] if may else [])
    if not may:
        with pytest.raises(NotAllowed):
            services.send_again(message, actor=who, version=None, now=timezone.now())


def test_nobody_sends_again_what_lets_its_reader_in():
    secret = ended(secret=True, expires_at=timezone.now())

    with pytest.raises(NotAllowed):
        services.send_again(secret, actor=actor("secretariat_officer"), version=None, now=timezone.now())


def test_what_was_sent_is_not_sent_again():
    message = queued()

    with pytest.raises(IllegalTransition):
        services.send_again(message, actor=actor("secretariat_officer"), version=None, now=timezone.now())


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", ""),
        (REFUSED, "does not know this address"),
        ("552 quota exceeded", "mailbox is full"),
        ("451 4.7.1 greylisted", "at another time"),
        ("554 policy", "does not take this message"),
        ("(554, b'policy')", "does not take this message"),  # as rows of earlier releases hold it
        ("TimeoutError: no answer", "did not answer"),
        ("SMTPServerDisconnected: closed", "did not answer"),
        ("worker lost at every attempt", "broken off at every attempt"),
        ("This is no mail address: 'x'", "cannot be sent to this address"),
        ("KeyError: 'x550'", "ask whoever runs the system"),
    ],
)
def test_reason_is_said_in_words(reason, said):
    assert said in str(why_not_sent(a_message(last_error=reason)))


@pytest.mark.django_db(transaction=True)
def test_of_several_presses_at_once_one_sends():
    message, who = ended(), actor("secretariat_officer")

    answers = at_once(
        4, lambda _number: services.send_again(message, actor=who, version=None, now=timezone.now()).state
    )

    assert sorted(map(str, answers)) == ["409", "409", "409", "queued"]
    assert LedgerEntry.objects.about(message).count() == 1
