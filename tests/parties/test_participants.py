"""Participation is dated and per body; its switches are set by the Presidency with a reason."""

from datetime import date

import pytest

from foundation.accounts.enums import Purpose
from foundation.accounts.links import send_link
from foundation.accounts.models import EntryLink
from foundation.errors import BrokenConstraint, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry
from parties.models import Body, CommitteeSeat, Participation, Party
from parties.selectors import taking_part
from parties.services import (
    close_account,
    open_account,
    reopen_account,
    save_account,
    save_participation,
    save_party,
    save_seat,
    set_participation,
)
from tests.factories.parties import NOW, PartyFactory, UserFactory, actor, actor_as, participant, person
from tests.roles import who_may

pytestmark = pytest.mark.django_db
PRESIDENCY = {"presidency_current", "both_hats"}
STAFF = PRESIDENCY | {"secretariat_officer"}


@pytest.fixture
def participation():
    return Participation.objects.get(party__code="TN", body__code="senior_officials")


def body(code):
    return Body.objects.get(code=code)


def test_switches_are_set_with_a_reason(participation):
    asked = {"is_reminded": False, "is_invited": True}

    current = set_participation(
        participation, actor=actor("presidency_current"), version=1, now=NOW, reason=" As asked. ", switches=asked
    )

    assert (current.is_reminded, current.is_invited, current.switch_reason) == (False, True, "As asked.")
    facts = LedgerEntry.objects.about(current).get().facts
    assert facts["set"] == {"is_reminded": False}


def test_presidency_in_the_chair_alone_sets_the_switches(everybody, participation):
    def act(who):
        switched = set_participation(
            participation, actor=who, version=1, now=NOW, reason="As asked.", switches={"counts_in_n": False}
        )
        return not switched.counts_in_n

    assert who_may(act, everybody) == PRESIDENCY


def test_switches_without_a_reason_or_from_an_older_page_stay_as_they_are(participation):
    chair, switches = actor("presidency_current"), {"counts_in_n": False}

    with pytest.raises(RuleBroken) as refused:
        set_participation(participation, actor=chair, version=1, now=NOW, reason=" ", switches=switches)
    with pytest.raises(StaleVersion):
        set_participation(participation, actor=chair, version=7, now=NOW, reason="As asked.", switches=switches)

    assert refused.value.field == "reason"
    assert Participation.objects.get(pk=participation.pk).counts_in_n


def test_organisation_starts_outside_silence_procedures():
    organisation = PartyFactory(kind="organisation")

    entered = save_participation(
        Participation(party=organisation, body=body("process"), status="participating", basis="SOM"),
        actor=actor("secretariat_officer"),
        version=None,
        creating=True,
    )

    assert (entered.counts_in_silence, entered.counts_in_n) == (False, True)


def test_two_participations_in_one_body_do_not_overlap(participation):
    second = Participation(
        party=participation.party, body=participation.body, status="guest", begins_on=date(2026, 1, 1), basis="Letter"
    )

    with pytest.raises(BrokenConstraint) as refused:
        save_participation(second, actor=actor("secretariat_officer"), version=None, creating=True)

    assert refused.value.field == "begins_on"


@pytest.mark.parametrize(
    ("given", "constraint", "field"),
    [
        ({"begins_on": date(2025, 2, 1), "ends_on": date(2025, 1, 1)}, "seat_ends_after_it_begins", "ends_on"),
        ({"begins_on": date(2025, 2, 1), "ends_on": date(2025, 2, 1)}, "seat_ends_after_it_begins", "ends_on"),
        ({"stand_in": "itself"}, "nobody_stands_in_for_themselves", "stand_in"),
    ],
)
def test_impossible_seat_is_refused_in_a_sentence(given, constraint, field):
    party = PartyFactory()
    if given.get("stand_in"):
        given = {"stand_in": party}

    with pytest.raises(BrokenConstraint) as refused:
        save_seat(
            CommitteeSeat(body=body("steering_committee"), party=party, basis="SOM", **given),
            actor=actor("secretariat_officer"),
            version=None,
            creating=True,
        )

    assert (refused.value.constraint, refused.value.field) == (constraint, field)


def test_new_name_stands_where_each_language_puts_it():
    party = participant("EG")
    party.name_fr = "Zanzibar"

    save_party(party, actor=actor("secretariat_officer"), version=party.version, creating=False)

    assert Party.objects.alphabetical("fr").last() == party
    assert Party.objects.alphabetical("en").last() != party


def test_taking_part_is_asked_for_a_day():
    party, thing = PartyFactory(), body("process")
    common = {"party": party, "body": thing, "basis": "SOM"}
    Participation.objects.create(status="participating", ends_on=date(2025, 1, 1), **common)
    Participation.objects.create(status="not_participating", begins_on=date(2025, 1, 1), **common)

    def there(day):
        return taking_part(thing, day).filter(party=party).exists()

    assert there(date(2024, 12, 31))
    assert not there(date(2025, 1, 1))


def test_staff_alone_open_and_close_accounts(everybody):
    other = UserFactory()
    new = {"email": "New@Example.org", "full_name": "New", "language": "fr", "time_zone": "Africa/Tunis"}

    def opens(who):
        opened = open_account(**new, actor=who)
        return (opened.email, opened.has_usable_password()) == ("new@example.org", False)

    def closes_and_reopens(who):
        closed = not close_account(other, actor=who, now=NOW).is_active
        return closed and reopen_account(other, actor=who, now=NOW).is_active

    assert who_may(opens, everybody) == STAFF
    assert who_may(closes_and_reopens, everybody) == STAFF


def test_nobody_closes_their_own_account():
    officer = person("presidency_current")

    with pytest.raises(RuleBroken):
        close_account(officer, actor=actor_as(officer, "presidency"), now=NOW)


def test_account_that_was_closed_is_entered_anew_once_it_is_open_again(client):
    officer, other = actor("secretariat_officer"), person("focal_point")
    send_link(other, Purpose.SIGN_IN, now=NOW)
    client.force_login(other)
    assert client.get("/portal/").status_code == 200

    close_account(other, actor=officer, now=NOW)
    assert client.get("/portal/").status_code == 302
    reopen_account(other, actor=officer, now=NOW)

    assert client.get("/portal/").status_code == 302
    assert not EntryLink.objects.filter(user=other, used_at=None).exists()
    other.refresh_from_db()
    client.force_login(other)
    assert client.get("/portal/").status_code == 200


def test_address_opens_one_account_whatever_its_case():
    UserFactory(email="known@example.org")

    with pytest.raises(BrokenConstraint) as refused:
        open_account(
            email="Known@example.org", full_name="X", language="en", time_zone="UTC", actor=actor("secretariat_officer")
        )

    assert refused.value.field == "email"


def test_service_refuses_another_address_for_an_account():
    user = UserFactory()
    user.email = "other@example.org"

    with pytest.raises(RuleBroken) as refused:
        save_account(user, actor=actor("secretariat_officer"), version=None, creating=False)

    assert refused.value.field == "email"
