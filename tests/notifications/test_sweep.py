"""Reminders are made once, at the right moment, to whoever holds the office, by any number of sweeps."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.outbox.models import Message
from notifications.models import DigestRefusal, Notice, Obligation
from notifications.services import close_obligation
from notifications.services.ladders import save_step
from notifications.services.pauses import end_pause, pause_reminders, refuse_digests
from notifications.services.sweep import sweep
from tests.factories.notifications import KIND, WEDNESDAY, LadderFactory, StepFactory, asked, ladder, renewed
from tests.factories.parties import AuthorityFactory, PartyFactory, UserFactory, actor, appoint

pytestmark = pytest.mark.django_db
DUE = WEDNESDAY + timedelta(days=7, hours=8)
"""The Wednesday after, in the evening: the step of a week before fell due this morning."""


@pytest.fixture
def party():
    return PartyFactory(weekend_days=[6, 7])


def told(user=None):
    rows = Notice.objects.all() if user is None else Notice.objects.filter(recipient=user)
    return sorted((notice.step.offset_days, notice.state) for notice in rows.select_related("step"))


def test_a_step_is_taken_once(party):
    ladder(-7, -1)
    person = appoint("focal_point", party)
    asked(party, due_at=DUE)

    for _each in range(3):
        sweep(now=WEDNESDAY)

    assert told(person) == [(-7, "queued")]
    mail = Message.objects.get()
    assert (mail.kind, mail.to, mail.subject) == ("reminder", person.email, f"Step -7 of {party.name_en}")
    assert Notice.objects.get().message == mail


def test_only_what_is_due_now_is_made_and_the_request_is_looked_at_again_when_the_next_is(party):
    ladder(-7, -1)
    appoint("focal_point", party)
    request = asked(party, due_at=DUE)
    early = WEDNESDAY.replace(hour=8, minute=59)

    assert sweep(now=early) == 1
    assert (Notice.objects.count(), sweep(now=early)) == (0, 0)

    request.refresh_from_db()
    assert request.next_step_at == WEDNESDAY.replace(hour=9)
    assert sweep(now=WEDNESDAY.replace(hour=9)) == 1
    assert told() == [(-7, "queued")]


def test_of_several_days_that_were_not_swept_only_the_strongest_step_is_taken(party):
    ladder(-56, -28, -14, -7, -1)
    person = appoint("focal_point", party)
    asked(party, due_at=DUE)

    sweep(now=WEDNESDAY)

    assert told(person) == [(-56, "superseded"), (-28, "superseded"), (-14, "superseded"), (-7, "queued")]
    assert Message.objects.count() == 1


def test_no_step_before_the_date_is_taken_when_it_has_passed(party):
    ladder(-7, -1, 3)
    appoint("focal_point", party)
    asked(party, due_at=WEDNESDAY - timedelta(hours=1))

    sweep(now=WEDNESDAY)

    assert told() == [(-7, "superseded"), (-1, "superseded")]
    sweep(now=WEDNESDAY + timedelta(days=5))
    assert told() == [(-7, "superseded"), (-1, "superseded"), (3, "queued")]


def test_a_step_that_comes_into_use_after_a_later_one_was_taken_says_nothing(party):
    ladder(-7, -1)
    late, portal = StepFactory(offset_days=-14, is_used=False), StepFactory(offset_days=-13, channel="portal")
    appoint("focal_point", party)
    request = asked(party, due_at=DUE)
    sweep(now=WEDNESDAY)

    late.is_used = True
    save_step(late, actor=actor("secretariat_officer", now=WEDNESDAY), version=1, creating=False)
    for days in (2, 6):
        sweep(now=WEDNESDAY + timedelta(days=days))

    assert told() == [(-14, "superseded"), (portal.offset_days, "shown"), (-7, "queued"), (-1, "queued")]
    request.refresh_from_db()
    assert request.next_step_at is None


@pytest.mark.parametrize(("hour", "made"), [(3, 0), (8, 0), (9, 1), (16, 1), (17, 0), (23, 0)])
def test_what_was_not_swept_in_time_waits_for_working_hours(party, hour, made):
    ladder(-7)
    appoint("focal_point", party)
    asked(party, due_at=DUE + timedelta(days=-1))
    moment = WEDNESDAY.replace(hour=hour)

    sweep(now=moment)

    assert Message.objects.count() == made
    if not made:
        opens = WEDNESDAY.replace(hour=9) + timedelta(days=1 if hour > 9 else 0)
        assert Obligation.objects.get().next_step_at == opens


def test_nobody_is_written_to_on_their_weekend(party):
    ladder(-7)
    appoint("focal_point", party)
    saturday = WEDNESDAY + timedelta(days=3)
    asked(party, due_at=saturday + timedelta(days=7))

    sweep(now=saturday)
    assert Message.objects.count() == 0

    sweep(now=saturday + timedelta(days=2))
    assert told() == [(-7, "queued")]


def test_each_person_is_reminded_on_their_own_clock(party):
    ladder(-7)
    near = appoint("focal_point", party)
    far = appoint("alternate", party, user=UserFactory(time_zone="America/New_York"))
    asked(party, due_at=DUE)

    sweep(now=WEDNESDAY)
    assert (told(near), told(far)) == ([(-7, "queued")], [])

    sweep(now=WEDNESDAY.replace(hour=14))
    assert told(far) == [(-7, "queued")]


@pytest.mark.parametrize(
    ("zone", "clocks"),
    [
        ("Africa/Nairobi", "11 March 2026, 21:00 (Nairobi) · 19:00 (Paris)"),
        ("Europe/Rome", "11 March 2026, 19:00 (Paris)"),
    ],
)
def test_a_mail_says_a_moment_on_the_readers_clock_and_on_that_it_was_set_on(party, zone, clocks):
    ladder(-7)
    appoint("focal_point", party, user=UserFactory(time_zone=zone))
    asked(party, due_at=DUE, due_zone="Europe/Paris")

    sweep(now=WEDNESDAY)

    assert f"until {clocks}." in Message.objects.get().body_text


def test_several_things_due_for_one_person_are_one_digest_in_their_language(party):
    ladder(-7)
    person = appoint("focal_point", party, user=UserFactory(language="fr"))
    for number in range(3):
        asked(party, subject=PartyFactory(), due_at=DUE + timedelta(minutes=number))

    sweep(now=WEDNESDAY)

    mail = Message.objects.get(to=person.email)
    assert mail.language == "fr"
    assert mail.body_text.count("Étape -7") == 3
    assert "Présidence et Secrétariat" in mail.body_text
    assert mail.headers["List-Unsubscribe"].endswith("?subject=unsubscribe>")
    assert Notice.objects.filter(message=mail).count() == 3


@pytest.mark.parametrize(("other", "greeted"), [("Dear {name},", 1), ("Excellency,", 2)])
def test_a_digest_greets_its_reader_once_where_all_its_texts_begin_alike(party, other, greeted):
    StepFactory(offset_days=-7, text_en="Dear {name},\n\nWrite until {due}.")
    StepFactory(ladder=LadderFactory(kind="test.other"), text_en=f"{other}\n\nSign until {{due}}.")
    person = appoint("focal_point", party, user=UserFactory(full_name="Mona Said"))
    asked(party, due_at=DUE)
    asked(party, due_at=DUE, kind="test.other")

    sweep(now=WEDNESDAY)

    mail = Message.objects.get(to=person.email)
    for body in (mail.body_text, mail.body_html):
        assert body.count("Dear Mona Said,") + body.count("Excellency,") == greeted
        assert (body.index("Dear Mona Said,") < body.index("Step -7")) is (greeted == 1)
        assert (body.count("Write until"), body.count("Sign until")) == (1, 1)


def test_a_single_reminder_is_no_digest(party):
    ladder(-7)
    appoint("focal_point", party)
    asked(party, due_at=DUE)

    sweep(now=WEDNESDAY)

    assert Message.objects.get().headers == {}


def test_between_two_mails_of_one_person_lies_the_gap(party):
    ladder(-7)
    appoint("focal_point", party)
    asked(party, due_at=DUE)
    sweep(now=WEDNESDAY)
    later = WEDNESDAY + timedelta(hours=1)
    asked(party, subject=PartyFactory(), due_at=DUE)

    sweep(now=later)
    assert Message.objects.count() == 1

    sweep(now=WEDNESDAY + timedelta(hours=20))
    assert Message.objects.count() == 1
    sweep(now=WEDNESDAY.replace(hour=9) + timedelta(days=1))
    assert Message.objects.count() == 2


def test_the_gap_holds_nothing_back_whose_date_would_pass_meanwhile(party):
    ladder(-7)
    appoint("focal_point", party)
    asked(party, due_at=DUE)
    sweep(now=WEDNESDAY)
    asked(party, subject=PartyFactory(), due_at=WEDNESDAY + timedelta(hours=6))

    sweep(now=WEDNESDAY + timedelta(hours=1))

    assert Message.objects.count() == 2


def test_reminders_wait_while_they_are_paused_and_go_on_afterwards(party):
    ladder(-7)
    appoint("focal_point", party)
    asked(party, due_at=DUE)
    officer = actor("secretariat_officer", now=WEDNESDAY)
    pause = pause_reminders(
        party, reason="Agreed for Thursday", until=WEDNESDAY + timedelta(days=2), actor=officer, now=WEDNESDAY
    )

    sweep(now=WEDNESDAY)
    sweep(now=WEDNESDAY + timedelta(days=1))
    assert Notice.objects.count() == 0

    end_pause(pause, actor=officer, version=1, now=WEDNESDAY + timedelta(days=1))
    sweep(now=WEDNESDAY + timedelta(days=1))
    assert told() == [(-7, "queued")]


def test_a_pause_of_one_request_leaves_the_others(party):
    ladder(-7)
    appoint("focal_point", party)
    waits, goes_on = asked(party, due_at=DUE), asked(party, subject=PartyFactory(), due_at=DUE)
    officer = actor("presidency_current", now=WEDNESDAY)
    until = WEDNESDAY + timedelta(days=2)
    pause_reminders(party, obligation=waits, reason="Called", until=until, actor=officer, now=WEDNESDAY)

    sweep(now=WEDNESDAY)

    assert [notice.obligation for notice in Notice.objects.all()] == [goes_on]


def test_a_request_whose_owner_lets_it_wait_is_not_reminded_of_before(party):
    ladder(-7)
    appoint("focal_point", party)
    asked(party, due_at=DUE)
    renewed(party, waits_until=WEDNESDAY + timedelta(days=1))

    sweep(now=WEDNESDAY)
    assert Notice.objects.count() == 0

    sweep(now=WEDNESDAY + timedelta(days=1))
    assert told() == [(-7, "queued")]


def test_what_is_closed_is_not_reminded_of(party):
    ladder(-7)
    appoint("focal_point", party)
    asked(party, due_at=DUE)
    close_obligation(party, KIND, now=WEDNESDAY)

    assert sweep(now=WEDNESDAY) == 0
    assert Notice.objects.count() == 0


def test_another_date_is_reminded_of_again_and_the_opening_is_not(party):
    ladder(-7)
    StepFactory(anchor="opened", offset_days=0)
    appoint("focal_point", party)
    asked(party, due_at=DUE, opened_at=WEDNESDAY - timedelta(days=8))
    sweep(now=WEDNESDAY - timedelta(days=7))
    sweep(now=WEDNESDAY)
    assert told() == [(-7, "queued"), (0, "queued")]

    renewed(party, due_at=DUE + timedelta(days=1))
    sweep(now=WEDNESDAY + timedelta(days=1))
    assert told() == [(-7, "queued"), (0, "queued")]

    renewed(party, due_at=DUE + timedelta(days=14))
    sweep(now=WEDNESDAY + timedelta(days=14))
    assert told() == [(-7, "queued"), (-7, "queued"), (0, "queued")]


@pytest.mark.parametrize("role", ["contributor", "senior_official", "just_ended", "deactivated", "service"])
def test_nobody_else_is_written_to(party, role):
    ladder(-7)
    actor(role, party)
    asked(party, due_at=DUE)

    sweep(now=WEDNESDAY)

    assert Notice.objects.count() == 0


def test_a_request_that_names_no_office_reminds_nobody(party):
    ladder(-7)
    appoint("focal_point", party)
    asked(party, due_at=DUE, offices=[])

    assert sweep(now=WEDNESDAY) == 1
    assert (Notice.objects.count(), Obligation.objects.get().next_step_at) == (0, None)


def test_while_it_is_on_hold_each_authority_is_reminded_of_its_own(party):
    ladder(-7)
    one, two = AuthorityFactory.create_batch(2, party=party, state="on_hold")
    first, _second = (appoint("focal_point", party, authority=side) for side in (one, two))
    appoint("focal_point", party)
    asked(party, due_at=DUE, authority=one)

    sweep(now=WEDNESDAY)

    assert [notice.recipient for notice in Notice.objects.all()] == [first]


def test_step_for_a_senior_official_is_prepared_and_waits(party):
    ladder(-7, offices=["senior_official"], is_automatic=False)
    appoint("senior_official", party)
    asked(party, due_at=DUE)

    sweep(now=WEDNESDAY)

    assert told() == [(-7, "prepared")]
    assert Message.objects.count() == 0


def test_what_several_batches_make_for_one_person_is_one_digest(party, monkeypatch):
    monkeypatch.setattr("notifications.services.sweep.PEOPLE", 1)
    ladder(-7)
    people = [appoint("focal_point", party), appoint("alternate", party)]
    for _each in range(3):
        asked(party, subject=PartyFactory(), due_at=DUE)

    assert sweep(now=WEDNESDAY, batch=1) == 3

    assert [told(person) for person in people] == [[(-7, "queued")] * 3] * 2
    assert sorted(mail.to for mail in Message.objects.all()) == sorted(person.email for person in people)


def test_who_wants_no_digests_gets_no_step_that_comes_in_digests_alone(party):
    ladder(-7, channel="digest")
    person = appoint("focal_point", party)
    other = appoint("alternate", party)
    asked(party, due_at=DUE)
    for _each in range(2):
        refuse_digests(person, actor=actor("secretariat_officer"), now=WEDNESDAY)

    sweep(now=WEDNESDAY)

    assert DigestRefusal.objects.count() == 1
    assert (told(person), told(other)) == ([], [(-7, "queued")])


def test_a_step_of_the_portal_sends_no_mail(party):
    ladder(-7, channel="portal")
    appoint("focal_point", party)
    asked(party, due_at=DUE)

    sweep(now=WEDNESDAY)

    assert (told(), Message.objects.count()) == ([(-7, "shown")], 0)


def test_a_ladder_that_is_not_used_reminds_nobody(party):
    ladder(-7, ladder=LadderFactory(is_used=False))
    appoint("focal_point", party)
    asked(party, due_at=DUE)

    sweep(now=WEDNESDAY)

    assert Notice.objects.count() == 0


def test_a_clock_put_back_and_forth_doubles_nothing(party):
    ladder(-7)
    appoint("focal_point", party)
    asked(party, due_at=DUE)

    for hours in (0, -1, 1, -1, 0):
        Obligation.objects.update(next_step_at=WEDNESDAY - timedelta(days=9))
        sweep(now=WEDNESDAY + timedelta(hours=hours))

    assert Message.objects.count() == Notice.objects.count() == 1


def test_sweep_takes_as_many_queries_for_many_people_as_for_few(party):
    ladder(-7)
    counted = []
    for people in (1, 5):
        for _each in range(people):
            appoint("focal_point", party)
        asked(party, subject=PartyFactory(), due_at=DUE)
        sweep(now=datetime(2026, 1, 5, 3, tzinfo=UTC))
        with CaptureQueriesContext(connection) as queries:
            sweep(now=WEDNESDAY)
        counted.append(len(queries))

    assert counted[0] == counted[1]
    assert Message.objects.count() == 6


def test_sweep_by_hand_says_how_many_it_looked_at(party, capsys):
    asked(party, due_at=DUE)

    call_command("sweep")

    assert "Requests looked at: 1." in capsys.readouterr().out
