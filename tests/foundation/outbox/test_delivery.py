"""Sending: leases, fencing, second attempts, and what is forgotten afterwards."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.actors import Actor, HeldOffice, anonymous, system
from foundation.errors import IllegalTransition, NotAllowed
from foundation.outbox import registry, services
from foundation.outbox.delivery import Watch, deliver
from foundation.outbox.enums import State
from foundation.outbox.models import Message
from foundation.outbox.selectors import outbox_age
from tests.factories.parties import actor
from tests.foundation.outbox.messages import queued

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("released")]
NOW = timezone.now()
SOON = timedelta(minutes=1)
OFFICER = HeldOffice(mandate_id=1, office="secretariat_officer", side="secretariat", unit_id=1)
STAFF = Actor(kind="person", now=NOW, user_id=1, held=(OFFICER,), hat="secretariat")


@pytest.fixture
def carrier(monkeypatch):
    """Puts `carrier.send` in the place of the mail server."""

    class Carrier:
        def __init__(self) -> None:
            self.sent: list[str] = []
            self.problem: Exception | None = None

        def send(self, message: Message) -> None:
            if self.problem:
                raise self.problem
            self.sent.append(message.dedupe_key)

        @contextmanager
        def open(self):
            yield self.send

    carrier = Carrier()
    monkeypatch.setitem(registry._carriers, "mail", carrier.open)
    return carrier


def test_due_message_is_sent_once(carrier) -> None:
    message = queued()

    first, second = deliver(now=timezone.now()), deliver(now=timezone.now())

    message.refresh_from_db()
    assert (first["sent"], second["sent"]) == (1, 0)
    assert carrier.sent == [message.dedupe_key]
    assert (message.state, message.attempts, message.lease_token) == (State.SENT, 1, None)
    assert message.sent_at is not None


def test_message_waits_for_its_time(carrier) -> None:
    queued(not_before=timezone.now() + timedelta(hours=1))

    deliver(now=timezone.now())

    assert carrier.sent == []


def test_leased_message_is_nobody_elses_until_the_lease_ends() -> None:
    queued(not_before=NOW)

    mine = services.claim("mail", limit=5, now=NOW)
    others = services.claim("mail", limit=5, now=NOW + SOON)
    after = services.claim("mail", limit=5, now=NOW + services.LEASE + SOON)

    assert (len(mine), others, len(after)) == (1, [], 1)
    assert (after[0].attempts, after[0].faults) == (0, 0)  # nothing had begun


def test_what_a_shift_did_not_come_to_is_free_at_once_and_counts_for_nothing(carrier) -> None:
    queued(not_before=NOW)
    queued(not_before=NOW)

    assert deliver(now=NOW, watch=Watch(NOW, seconds=0)) == {}

    assert set(Message.objects.values_list("state", "attempts", "lease_token")) == {(State.QUEUED, 0, None)}


def test_attempt_does_not_begin_when_its_lease_was_lost() -> None:
    queued(not_before=NOW)
    (slow,) = services.claim("mail", limit=1, now=NOW)
    (fast,) = services.claim("mail", limit=1, now=NOW + services.LEASE + SOON)

    assert (services.begin(slow, now=NOW), services.begin(fast, now=NOW)) == (False, True)
    assert Message.objects.get().attempts == 1


def test_worker_that_lost_its_lease_notes_nothing() -> None:
    queued(not_before=NOW)
    (slow,) = services.claim("mail", limit=1, now=NOW)
    (fast,) = services.claim("mail", limit=1, now=NOW + services.LEASE + SOON)

    noted_by_fast = services.mark_sent(fast, now=NOW, wipe=False)
    noted_by_slow = services.postpone(slow, "time-out", now=NOW)

    assert (noted_by_fast, noted_by_slow) == (True, False)
    assert Message.objects.get().state == State.SENT


def test_message_no_longer_wanted_is_cancelled_instead_of_sent(carrier, monkeypatch) -> None:
    monkeypatch.setitem(registry._rechecks, "test.mail", lambda message: "2" in message.related)
    queued(related="accounts.user:1")
    wanted = queued(related="accounts.user:2")

    outcomes = deliver(now=timezone.now())

    assert outcomes == {"cancelled": 1, "sent": 1}
    assert carrier.sent == [wanted.dedupe_key]


def test_passing_trouble_is_tried_again_later_and_later_and_given_up_in_the_end(carrier) -> None:
    message, now, waits = queued(not_before=NOW), NOW, []
    carrier.problem = registry.TemporaryError("TimeoutError: no answer")

    for _attempt in range(services.MOST_ATTEMPTS):
        deliver(now=now)
        message.refresh_from_db()
        waits.append((message.not_before - now) // SOON)
        now = message.not_before

    assert waits[:8] == [1, 2, 4, 8, 16, 32, 64, 128]
    assert set(waits[8:-1]) == {240}
    assert timedelta(days=4, hours=12) < now - NOW < timedelta(days=5)
    assert (message.state, message.last_error) == (State.FAILED, "TimeoutError: no answer")


def test_our_own_fault_is_tried_three_times_and_stops_nobody_else(carrier) -> None:
    message, now = queued(not_before=NOW), NOW
    carrier.problem = KeyError("a fault of ours")

    for _attempt in range(services.MOST_FAULTS):
        deliver(now=now)
        message.refresh_from_db()
        now = message.not_before
    carrier.problem = None
    other = queued(not_before=NOW)

    assert deliver(now=now + SOON) == {"sent": 1}
    assert carrier.sent == [other.dedupe_key]
    assert (message.state, message.attempts) == (State.QUARANTINED, services.MOST_FAULTS)


def test_refused_message_is_set_aside_at_once_and_may_be_sent_again_by_staff(carrier) -> None:
    message = queued()
    carrier.problem = registry.RefusedError("550 no such user")
    deliver(now=timezone.now())
    message.refresh_from_db()
    assert (message.state, message.last_error) == (State.QUARANTINED, "550 no such user")

    with pytest.raises(NotAllowed):
        services.send_again(message, actor=anonymous(), version=None, now=timezone.now())
    services.send_again(message, actor=actor("secretariat_officer"), version=None, now=timezone.now())
    with pytest.raises(IllegalTransition):
        services.send_again(message, actor=actor("secretariat_officer"), version=None, now=timezone.now())

    carrier.problem = None
    assert deliver(now=timezone.now())["sent"] == 1


def test_no_attempt_is_counted_while_nothing_can_be_reached(carrier) -> None:
    message = queued()
    carrier.problem = registry.UnreachableError("refused")

    outcomes = deliver(now=timezone.now())

    message.refresh_from_db()
    assert outcomes == {"unreachable": 1}
    assert (message.state, message.attempts) == (State.QUEUED, 0)


def test_message_that_takes_its_workers_down_is_set_aside_and_who_was_with_it_is_not(carrier) -> None:
    poison, other, now = queued(not_before=NOW), queued(not_before=NOW), NOW
    for _worker in range(services.MOST_FAULTS):
        (first, _waiting) = services.claim("mail", limit=2, now=now)
        assert first == poison
        services.begin(first, now=now)
        now += services.LEASE + SOON

    assert deliver(now=now) == {"sent": 1}

    poison.refresh_from_db()
    assert (poison.state, poison.attempts) == (State.QUARANTINED, services.MOST_FAULTS)
    assert carrier.sent == [other.dedupe_key]


def test_expired_message_is_never_sent_and_its_secret_is_forgotten(carrier) -> None:
    message = queued(secret=True, body_html="<p>x</p>", not_before=NOW, expires_at=NOW + SOON)

    deliver(now=NOW + SOON)

    message.refresh_from_db()
    assert (message.state, message.body_text, message.body_html) == (State.CANCELLED, "", "")
    assert carrier.sent == []


@pytest.mark.parametrize(("host", "kept"), [("mail.example.org", ""), ("", "Good day.")])
def test_secret_is_forgotten_when_sent_unless_the_mailbox_is_the_only_copy(carrier, settings, host, kept) -> None:
    settings.EMAIL_HOST = host
    message = queued(secret=True, not_before=NOW, expires_at=NOW + timedelta(days=1))

    deliver(now=NOW)

    message.refresh_from_db()
    assert (message.state, message.body_text) == (State.SENT, kept)
    deliver(now=NOW + timedelta(days=1))
    message.refresh_from_db()
    assert message.body_text == ""


def test_staff_read_the_mailbox_but_no_secrets() -> None:
    plain = queued()
    queued(secret=True, expires_at=timezone.now())

    assert list(Message.objects.visible_to(STAFF)) == [plain]
    assert list(Message.objects.visible_to(anonymous())) == []
    assert Message.objects.visible_to(system()).count() == 2


def test_age_of_the_outbox_is_the_wait_of_its_oldest_due_message() -> None:
    assert outbox_age(NOW) == timedelta()
    queued(not_before=NOW - timedelta(minutes=9))
    queued(not_before=NOW - timedelta(minutes=4))
    queued(not_before=NOW + timedelta(minutes=4))

    assert outbox_age(NOW) == timedelta(minutes=9)
    (leased,) = services.claim("mail", limit=1, now=NOW)
    assert outbox_age(NOW) == timedelta(minutes=4)
    services.mark_sent(leased, now=NOW, wipe=False)
    assert outbox_age(NOW) == timedelta(minutes=4)
