"""A reminder is asked once more before it leaves; what is no longer asked, allowed or wanted stays here."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from foundation.accounts.models import User
from foundation.outbox.bounces import clear_bounce
from foundation.outbox.delivery import deliver, drain
from foundation.outbox.models import Bounce, Message
from notifications.models import Notice
from notifications.services import close_obligation
from notifications.services.pauses import pause_reminders, refuse_digests
from notifications.services.rechecks import STILL_HELD
from notifications.services.sending import send_notice
from notifications.services.sweep import settle, sweep
from parties.models import Mandate
from parties.selectors import offices_out_of_reach, out_of_reach
from tests.factories.notifications import KIND, WEDNESDAY, asked, ladder, renewed
from tests.factories.parties import BEGAN, AuthorityFactory, PartyFactory, actor, appoint, office
from tests.factories.parties import person as holder_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("released")]
DUE = WEDNESDAY + timedelta(days=7, hours=8)
OFFICER = "secretariat_officer"


@pytest.fixture
def party():
    return PartyFactory(weekend_days=[6, 7])


@pytest.fixture
def person(party):
    ladder(-7)
    asked(party, due_at=DUE)
    return appoint("focal_point", party)


def bounced(address):
    Bounce.objects.create(address=address.lower(), source="by_mail", status="5.1.1", noted_at=WEDNESDAY)


def compared(plan, table):
    """How many rows of a table a plan goes on with, by what PostgreSQL says of each of its nodes."""
    own = plan["Actual Rows"] * plan["Actual Loops"] if plan.get("Relation Name") == table else 0
    return own + sum(compared(below, table) for below in plan.get("Plans", ()))


def states():
    return Counter(Notice.objects.values_list("state", "withdrawn_because"))


def test_what_is_still_asked_is_sent(person):
    sweep(now=WEDNESDAY)

    assert deliver(now=WEDNESDAY)["sent"] == 1

    settle()
    assert states() == {("sent", ""): 1}


def test_what_cannot_leave_now_is_queued_once_more_and_the_delivery_ends(person):
    """Far from the clock on the wall, by which it was at work: cancelled and queued anew, it was due for ever."""
    sweep(now=WEDNESDAY)
    at_night, at_work = WEDNESDAY + timedelta(hours=16), WEDNESDAY + timedelta(days=1)

    assert drain(now=at_night) == {"cancelled": 1}

    assert Message.objects.count() == 2
    assert drain(now=at_work) == {"sent": 1}


def test_what_waits_for_working_hours_is_found_from_the_message_it_took_the_place_of(person, client):
    sweep(now=WEDNESDAY)
    drain(now=WEDNESDAY + timedelta(hours=16))
    gone, waits = Message.objects.order_by("pk")
    client.force_login(holder_of(OFFICER))
    pages = [reverse("admin:outbox_message_change", args=[one.pk]) for one in (gone, waits)]

    assert f'<a href="{pages[1]}">Waiting to be sent</a>' in client.get(pages[0]).content.decode()
    assert "In its place" not in client.get(pages[1]).content.decode()


def test_asking_of_one_reader_compares_nobody_elses_mandate(person, party):
    """With the statistics of an empty table, as after many were appointed at once."""
    sweep(now=WEDNESDAY)
    people = User.objects.bulk_create(User(email=f"colleague{number}@example.org") for number in range(300))
    given = {"office": office("alternate"), "begins_on": BEGAN, "letter_date": BEGAN, "letter_number": "1"}
    Mandate.objects.bulk_create(Mandate(user=user, party=party, letter_authority="x", **given) for user in people)

    with connection.cursor() as cursor:
        asked_of = {"now": WEDNESDAY, "message": Message.objects.get().pk}
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {STILL_HELD}", asked_of)
        ((explained,),) = cursor.fetchall()

    plan = explained[0]["Plan"]
    assert plan["Actual Rows"] == 1
    assert compared(plan, "parties_mandate") == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda party, person: close_obligation(party, KIND, now=WEDNESDAY), "closed"),
        (lambda party, person: renewed(party, due_at=DUE), ""),
        (lambda party, person: renewed(party, due_at=DUE + timedelta(days=9)), "closed"),
        (lambda party, person: renewed(party, waits_until=DUE), "paused"),
        (lambda party, person: Mandate.objects.update(ended_at=WEDNESDAY), "not_entitled"),
        (lambda party, person: bounced(person.email), "not_reached"),
        (lambda party, person: AuthorityFactory(party=party, state="on_hold"), "not_entitled"),
        (lambda party, person: type(person).objects.filter(pk=person.pk).update(is_active=False), "not_entitled"),
        (
            lambda party, person: pause_reminders(
                party, reason="Called", until=DUE, actor=actor(OFFICER), now=WEDNESDAY
            ),
            "paused",
        ),
        (lambda party, person: refuse_digests(person, actor=actor(OFFICER), now=WEDNESDAY), ""),
    ],
)
def test_what_changed_between_queueing_and_sending_is_heard(party, person, change, reason):
    sweep(now=WEDNESDAY)
    change(party, person)

    outcomes = deliver(now=WEDNESDAY)

    settle()
    assert outcomes == {"cancelled" if reason else "sent": 1}
    assert states() == {("withdrawn" if reason else "sent", reason): 1}


def test_an_office_that_nobody_reached_holds_is_vacant(party, person):
    bounced(person.email)
    first = sweep(now=WEDNESDAY), Notice.objects.count()
    assert [mandate.user for mandate in offices_out_of_reach(WEDNESDAY)] == [person]
    assert out_of_reach([party.pk], WEDNESDAY) == {party.pk}

    clear_bounce(Bounce.objects.get(), actor=actor(OFFICER), version=None, now=WEDNESDAY, reason="It works again.")
    sweep(now=WEDNESDAY + timedelta(days=1))

    assert (first, Notice.objects.count()) == ((1, 0), 1)
    assert offices_out_of_reach(WEDNESDAY) == []


def test_a_step_before_the_date_does_not_leave_after_it(person):
    sweep(now=WEDNESDAY)

    assert deliver(now=DUE) == {"cancelled": 1}


def test_a_digest_that_loses_a_part_is_written_anew(party, person):
    other = PartyFactory()
    asked(party, subject=other, due_at=DUE)
    sweep(now=WEDNESDAY)
    assert Notice.objects.count() == 2
    close_obligation(other, KIND, now=WEDNESDAY)

    first, second = deliver(now=WEDNESDAY), deliver(now=WEDNESDAY + timedelta(minutes=5))

    settle()
    assert (first, second) == ({"cancelled": 1}, {"sent": 1})
    assert states() == {("sent", ""): 1, ("withdrawn", "closed"): 1}
    sent = Message.objects.get(state="sent")
    assert sent.headers == {}
    assert Notice.objects.get(state="sent").message == sent


@pytest.mark.parametrize(("days", "leaves"), [(7, {"cancelled": 1}), (1, {"sent": 1})])
def test_a_mail_that_was_held_up_waits_for_working_hours_unless_its_date_would_pass(party, days, leaves):
    ladder(-days)
    appoint("focal_point", party)
    asked(party, due_at=WEDNESDAY.replace(hour=8) + timedelta(days=days))
    sweep(now=WEDNESDAY)
    night = WEDNESDAY.replace(hour=23)

    assert deliver(now=night) == leaves

    assert deliver(now=night + timedelta(hours=1)) == {}
    if days > 1:
        assert deliver(now=WEDNESDAY.replace(hour=9) + timedelta(days=1))["sent"] == 1


def test_who_refuses_digests_between_gets_none(party):
    ladder(-7, channel="digest")
    person = appoint("focal_point", party)
    asked(party, due_at=DUE)
    sweep(now=WEDNESDAY)
    refuse_digests(person, actor=actor(OFFICER), now=WEDNESDAY)

    assert deliver(now=WEDNESDAY) == {"cancelled": 1}
    assert states() == {("withdrawn", "refused"): 1}


def test_what_was_prepared_leaves_when_the_presidency_sends_it(party):
    ladder(-7, offices=["senior_official"], is_automatic=False)
    official = appoint("senior_official", party)
    asked(party, due_at=DUE)
    sweep(now=WEDNESDAY)
    assert deliver(now=WEDNESDAY) == {}

    send_notice(Notice.objects.get(), actor=actor("presidency_current"), version=None, now=WEDNESDAY)

    assert deliver(now=WEDNESDAY + timedelta(minutes=5))["sent"] == 1
    assert Message.objects.get().to == official.email


def test_what_was_prepared_for_a_closed_request_is_withdrawn(party):
    ladder(-7, offices=["senior_official"], is_automatic=False)
    appoint("senior_official", party)
    asked(party, due_at=DUE)
    sweep(now=WEDNESDAY)
    close_obligation(party, KIND, now=WEDNESDAY)

    sweep(now=WEDNESDAY)

    assert states() == {("withdrawn", "closed"): 1}
