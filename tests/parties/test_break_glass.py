"""Breaking the glass opens the workbench for an hour, tells everybody, and closes at the very next request."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from threading import Barrier
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from foundation.accounts.models import User
from foundation.actors import system
from foundation.errors import BrokenConstraint, DomainError, IllegalTransition, NotAllowed
from foundation.ledger.models import LedgerEntry
from foundation.outbox.models import Message
from parties.models import Mandate
from parties.selectors import staff_in_force
from parties.services import break_glass, confirm_mandate, end_mandate, give_mandate, name_authority
from parties.services.emergency import NewAccount
from tests.factories.parties import (
    NOW,
    ROLES,
    AuthorityFactory,
    MandateFactory,
    UserFactory,
    actor,
    actor_as,
    appoint,
    office,
    participant,
    person,
)
from tests.roles import who_may

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WHY = "The officers cannot be reached and the round closes tonight."
STAFF_ROLES = {"presidency_current", "presidency_incoming", "presidency_outgoing", "secretariat_officer", "both_hats"}


def broken(user=None, **given):
    values = {"reason": WHY, "office": office("secretariat_officer"), "party": participant("ICMPD"), "now": NOW}
    return break_glass((user or UserFactory()).email, actor=system(NOW), **{**values, **given})


def command(*words):
    said = StringIO()
    call_command("break_glass", *words, stdout=said)
    return said.getvalue()


@pytest.fixture
def at(client):
    """A request at so much after the glass was broken."""

    def ask(user, since, path="/admin/"):
        with time_machine.travel(NOW + since, tick=False):
            client.force_login(user)
            return client.get(path)

    return ask


def test_workbench_is_open_until_the_second_and_not_in_it(at):
    user = UserFactory()
    broken(user)

    answers = [at(user, since).status_code for since in (timedelta(), HOUR - timedelta(microseconds=1), HOUR)]

    assert answers == [200, 200, 302]


def test_very_next_request_after_the_moment_is_refused_in_the_same_session(client):
    user = UserFactory()
    broken(user)
    address = reverse("admin:parties_party_add")

    with time_machine.travel(NOW, tick=False) as clock:
        client.force_login(user)
        before = client.get(address).status_code
        clock.move_to(NOW + HOUR)
        after = client.post(address, {"code": "ZZ"})

    assert before == 200
    assert (after.status_code, after.url.partition("?")[0]) == (302, reverse("admin:login"))


def test_expired_access_opens_nothing_wherever_rights_are_asked():
    user = UserFactory()
    broken(user)

    with time_machine.travel(NOW + HOUR - timedelta(seconds=1), tick=False):
        before = (user.is_staff, user.has_perm("ledger.view_entry"), user in staff_in_force(NOW))
    with time_machine.travel(NOW + HOUR, tick=False):
        after = (user.is_staff, user.has_perm("ledger.view_entry"), user in staff_in_force(NOW + HOUR))

    assert before == (True, True, True)
    assert after == (False, False, False)
    assert actor_as(user, "secretariat", now=NOW + HOUR).held == ()


def test_hour_is_no_longer_for_a_clock_that_was_set_back(at):
    user = broken().user

    assert at(user, -3 * HOUR).status_code == 302


def test_hour_that_crosses_midnight_is_whole(at):
    user = UserFactory()
    late = NOW.replace(hour=23, minute=30)
    broken(user, now=late)

    held = [bool(actor_as(user, "secretariat", now=late + since).held) for since in (timedelta(minutes=59), HOUR)]

    assert held == [True, False]


def test_staff_see_until_when_and_why(client):
    mandate = broken()

    with time_machine.travel(NOW, tick=False):
        client.force_login(person("secretariat_officer"))
        pages = [
            client.get(address).content.decode()
            for address in (
                reverse("admin:index"),
                reverse("admin:parties_mandate_changelist"),
                reverse("admin:parties_mandate_change", args=[mandate.pk]),
            )
        ]

    assert "Emergency access" in pages[0]
    assert WHY in pages[0]
    assert "emergency access until 2 March 2026, 10:00 (UTC)" in pages[1]
    assert "emergency access until 2 March 2026, 10:00 (UTC)" in pages[2]
    assert WHY in pages[2]


def test_participant_it_is_held_for_did_not_give_it_and_does_not_see_it():
    mandate = broken()
    reporting = actor("reporting_officer")

    assert mandate not in Mandate.objects.visible_to(reporting)
    assert mandate in Mandate.objects.visible_to(actor("secretariat_officer"))


def test_it_stands_in_the_ledger_for_staff_without_its_reason():
    mandate = broken()

    entry = LedgerEntry.objects.about(mandate).get()

    assert (entry.kind, entry.actor_kind, entry.audience) == ("emergency_access.opened", "system", "staff")
    assert entry.facts == {
        "user": mandate.user_id,
        "office": "secretariat_officer",
        "party": mandate.party_id,
        "expires_at": "2026-03-02T10:00:00+00:00",
    }


def test_everybody_whose_office_opens_the_workbench_is_told_in_their_language():
    staff = {role: person(role) for role in ROLES}
    languages = {"presidency_current": "fr", "secretariat_officer": "ar"}
    for role, language in languages.items():
        User.objects.filter(pk=staff[role].pk).update(language=language)
    mandate = broken(UserFactory(full_name="Amal Hassan", time_zone="Africa/Cairo"))

    told = {message.to: message for message in Message.objects.filter(kind="emergency_access.opened")}

    assert set(told) == {staff[role].email for role in STAFF_ROLES} | {mandate.user.email}
    for role in STAFF_ROLES:
        assert told[staff[role].email].language == languages.get(role, "en")
    mails = [told[staff[role].email] for role in ("both_hats", "presidency_current", "secretariat_officer")]
    assert len({mail.subject for mail in mails}) == 3
    for mail in mails:
        assert WHY in mail.body_text
        assert "Amal Hassan" in mail.body_text
        assert "10:00 (UTC)" in mail.body_text
        assert reverse("admin:parties_mandate_change", args=[mandate.pk]) in mail.body_text
    assert "12:00" in told[mandate.user.email].body_text


def test_new_account_chooses_its_password_by_a_link_that_works_once(client):
    said = command("New@Example.org", "--reason", WHY, "--create", "Amal Hassan", "--time-zone", "Africa/Cairo")

    user = User.objects.get(email="new@example.org")
    mail = Message.objects.get(kind="emergency_access.link")
    link = next(line for line in mail.body_text.splitlines() if line.startswith("http"))
    path = link.partition("//")[2].partition("/")[2]
    chosen = {"password": "a long and secret sentence", "again": "a long and secret sentence"}
    used = client.post("/accounts/link/", {"key": path.partition("key=")[2]})
    client.post(used["Location"], chosen)
    again = client.get(f"/{path}")

    user.refresh_from_db()
    assert (mail.to, mail.secret, mail.expires_at) == (user.email, True, Mandate.objects.get(user=user).expires_at)
    assert user.check_password(chosen["password"])
    assert again.status_code == 410
    assert mail.body_text not in said
    assert "Amal Hassan <new@example.org>" in said
    assert "it works once" in said
    assert [entry.kind for entry in LedgerEntry.objects.about(user)] == ["account.opened"]


def test_account_with_a_password_gets_no_link():
    said = command(UserFactory(password="a long and secret sentence").email, "--reason", WHY)

    assert not Message.objects.filter(kind="emergency_access.link").exists()
    assert "link" not in said


def test_command_says_until_when_on_both_clocks():
    user = UserFactory(time_zone="Africa/Cairo", password="a long and secret sentence")

    with time_machine.travel(NOW, tick=False):
        said = command(user.email, "--reason", WHY)

    assert "2026-03-02 10:00:00 UTC" in said
    assert "2 March 2026, 12:00 (Cairo)" in said
    assert "1 told by mail" in said


def test_command_says_when_no_mail_leaves(request):
    held = command(UserFactory().email, "--reason", WHY)
    request.getfixturevalue("released")

    assert "None of these mails leaves yet: This database was restored or copied." in held
    assert "None of these mails" not in command(UserFactory().email, "--reason", WHY)


def case_no_reason():
    return [UserFactory().email, "--reason", " \n "], "Say why emergency access is needed."


def case_reason_that_is_a_treatise():
    return [UserFactory().email, "--reason", "x" * 501], "Say it in at most 500 characters."


def case_unknown_address():
    return ["nobody@example.org", "--reason", WHY], "No account has this address. To open one, say whose it is."


def case_account_to_open_is_there():
    user = UserFactory()
    return [user.email.upper(), "--reason", WHY, "--create", "Amal"], "There is already an account with this address."


def case_no_address():
    return ["not an address", "--reason", WHY, "--create", "Amal"], "Enter a valid email address."


def case_no_name():
    return ["new@example.org", "--reason", WHY, "--create", " "], "This field cannot be blank."


def case_no_time_zone():
    sentence = "Choose a time zone of the list, for example Africa/Cairo."
    return ["new@example.org", "--reason", WHY, "--create", "Amal", "--time-zone", "Mars"], sentence


def case_closed_account():
    sentence = "This account is closed, or belongs to a system and not to a person."
    return [UserFactory(is_active=False).email, "--reason", WHY], sentence


def case_service_account():
    sentence = "This account is closed, or belongs to a system and not to a person."
    return [UserFactory(is_service=True).email, "--reason", WHY], sentence


def case_officer():
    return [person("secretariat_officer").email, "--reason", WHY], "The workbench is open to this person already."


def case_office_of_a_participant():
    sentence = "Emergency access gives an office of the Secretariat and no other."
    return [UserFactory().email, "--reason", WHY, "--office", "focal_point"], sentence


def case_office_of_the_chair():
    sentence = "Emergency access gives an office of the Secretariat and no other."
    return [UserFactory().email, "--reason", WHY, "--office", "presidency_officer"], sentence


def case_unknown_office():
    return [UserFactory().email, "--reason", WHY, "--office", "king"], "There is no office with the code 'king'"


def case_unknown_participant():
    return [UserFactory().email, "--reason", WHY, "--participant", "XX"], "There is no participant with the code 'XX'"


CASES = [value for name, value in sorted(globals().items()) if name.startswith("case_")]


@pytest.mark.parametrize("case", CASES)
def test_what_does_not_do_is_refused_in_a_sentence_and_nothing_is_written(case):
    words, sentence = case()
    before = (User.objects.count(), Mandate.objects.count(), LedgerEntry.objects.count())

    with pytest.raises(CommandError) as refused:
        command(*words)

    assert str(refused.value).startswith(sentence)
    assert (User.objects.count(), Mandate.objects.count(), LedgerEntry.objects.count()) == before
    assert not Message.objects.exists()


def test_reason_is_asked_for():
    with pytest.raises(CommandError, match="--reason"):
        command(UserFactory().email)


def test_nobody_who_is_signed_in_breaks_the_glass(everybody):
    email = UserFactory().email
    workbench = {"office": office("secretariat_officer"), "party": participant("ICMPD")}

    assert who_may(lambda who: break_glass(email, reason=WHY, **workbench, actor=who, now=NOW), everybody) == set()


def test_workbench_gives_no_mandate_without_a_letter(client):
    client.force_login(person("secretariat_officer"))
    user = UserFactory()
    typed = {
        "user": user.pk,
        "party": participant("ICMPD").pk,
        "office": office("secretariat_officer").pk,
        "begins_on": "2026-01-01",
        "opened_at_0": "2026-01-01",
        "opened_at": "2026-01-01 10:00",
        "expires_at": "2026-01-01 11:00",
        "reason": WHY,
    }

    refused = client.post(reverse("admin:parties_mandate_add"), typed)
    letter = {"letter_number": "1", "letter_date": "2026-01-01", "letter_authority": "ICMPD"}
    client.post(reverse("admin:parties_mandate_add"), typed | letter)

    assert set(refused.context["adminform"].form.errors) == set(letter)
    given = Mandate.objects.get(user=user)
    assert (given.expires_at, given.opened_at, given.reason) == (None, None, "")


def test_service_that_gives_mandates_gives_none_without_a_letter():
    unsaved = MandateFactory.build(
        user=UserFactory(), party=participant("ICMPD"), office=office("secretariat_officer"), expires_at=NOW + HOUR
    )

    for who in (actor("secretariat_officer"), system(NOW)):
        with pytest.raises(NotAllowed):
            give_mandate(unsaved, actor=who)


def test_it_is_neither_confirmed_nor_attributed_but_ended_by_any_officer():
    mandate, staff = broken(), actor("presidency_current")

    with pytest.raises(IllegalTransition):
        confirm_mandate(mandate, actor=staff, version=1, now=NOW, confirmed_on=NOW.date())
    with pytest.raises(IllegalTransition):
        name_authority(mandate, actor=staff, version=1, now=NOW, authority=AuthorityFactory(party=mandate.party))
    end_mandate(mandate, actor=staff, version=1, now=NOW)

    assert actor_as(mandate.user, "secretariat").held == ()
    told = [(entry.kind, entry.audience) for entry in LedgerEntry.objects.about(mandate).order_by("id")]
    assert told == [("emergency_access.opened", "staff"), ("mandate.ended", "staff")]


def test_it_is_opened_again_on_the_same_day_when_it_is_over_or_was_ended():
    user = UserFactory()
    first = broken(user)

    end_mandate(first, actor=actor("secretariat_officer"), version=1, now=NOW)
    broken(user, now=NOW + timedelta(minutes=5))
    broken(user, now=NOW + timedelta(minutes=5) + HOUR)

    assert Mandate.objects.filter(user=user).count() == 3


def test_officer_whose_mandate_has_ended_is_let_in_again_for_an_hour():
    user = appoint("secretariat_officer", participant("ICMPD"), ended_at=NOW - HOUR)

    broken(user)

    assert len(actor_as(user, "secretariat").held) == 1


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"expires_at": NOW + HOUR + timedelta(seconds=1)}, "mandate_without_a_letter_lasts_an_hour"),
        ({"expires_at": None, "reason": ""}, "mandate_without_a_letter_lasts_an_hour"),
        ({"expires_at": None, "opened_at": None, "reason": ""}, "mandate_without_a_letter_lasts_an_hour"),
        ({"opened_at": None}, "mandate_without_a_letter_lasts_an_hour"),
        ({"reason": ""}, "emergency_access_has_its_reason"),
        ({"expires_at": None, "opened_at": None, "letter_date": NOW.date()}, "emergency_access_has_its_reason"),
    ],
)
def test_database_lets_nothing_without_a_letter_last(change, constraint):
    row = broken()
    row.pk, row.uuid = None, uuid4()
    for name, value in change.items():
        setattr(row, name, value)

    with pytest.raises(BrokenConstraint) as refused:
        row.save(force_insert=True)

    assert refused.value.constraint == constraint


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("new", [False, True], ids=["a known account", "a new account"])
def test_of_ten_that_break_the_glass_for_one_address_at_once_one_does(new):
    email, together = "new@example.org" if new else UserFactory().email, Barrier(10)
    given = {"office": office("secretariat_officer"), "party": participant("ICMPD"), "actor": system(NOW), "now": NOW}

    def operator(_number):
        try:
            connection.ensure_connection()
            together.wait(timeout=30)
            break_glass(email, reason=WHY, new=NewAccount("Amal") if new else None, **given)
        except DomainError as error:
            return error.status
        else:
            return 200
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as operators:
        answers = sorted(operators.map(operator, range(10)))

    assert answers[0] == 200
    assert set(answers[1:]) <= {400, 409}
    assert Mandate.objects.exclude(expires_at=None).count() == 1
    assert LedgerEntry.objects.filter(kind="emergency_access.opened").count() == 1
    assert Message.objects.filter(kind="emergency_access.opened").count() == 1
