"""Which offices a person holds at a moment, and what each hat gives."""

from datetime import date, timedelta

import pytest

from foundation.errors import NotAllowed
from parties import permissions
from parties.models import Mandate, Presidency
from parties.services import end_mandate
from parties.services.chair import pass_the_chair
from parties.workflow import PRESIDENCY, REPRESENTATION
from tests.factories.parties import (
    NOW,
    OFFICES,
    AuthorityFactory,
    PresidencyFactory,
    actor,
    actor_as,
    appoint,
    appoint_for_term,
    finishing_term,
    participant,
    person,
    term_in_chair,
)

pytestmark = pytest.mark.django_db

STAFF = {"presidency_current", "secretariat_officer", "both_hats"}
READS = STAFF | {"presidency_incoming", "presidency_outgoing"}


def test_workbench_is_read_by_offices_that_act_for_all_and_written_by_those_in_office(everybody):
    assert {role for role, who in everybody.items() if who.reads_as_staff} == READS
    assert {role for role, who in everybody.items() if permissions.is_staff(who)} == STAFF


@pytest.mark.parametrize("role", [*OFFICES, "service", "reporting_officer", "both_hats"])
def test_national_mandate_never_gives_a_right_of_the_presidency(role):
    user = person(role)

    assert not permissions.is_staff(actor_as(user, "participant"))
    assert permissions.is_staff(actor_as(user, "presidency")) is (role == "both_hats")


def test_officer_of_the_presidency_does_not_act_for_the_participant_that_appointed_them():
    france = participant("FR")
    officer = appoint_for_term(term_in_chair())

    assert not permissions.holds_power(actor_as(officer, "participant"), "write", france.pk)
    assert not permissions.holds_power(actor_as(officer, "presidency"), "write", france.pk)


def test_person_with_both_hats_acts_for_the_participant_under_its_hat_only():
    france, user = participant("FR"), person("both_hats")

    assert permissions.holds_power(actor_as(user, "participant"), "write", france.pk)
    assert not permissions.holds_power(actor_as(user, "presidency"), "write", france.pk)
    assert permissions.writes_also_for(actor_as(user, "presidency"), france.pk)


@pytest.mark.parametrize("role", ["deactivated", "just_ended"])
def test_deactivated_account_and_ended_mandate_open_nothing(role):
    who = actor(role)

    assert who.held == ()


def test_mandate_of_a_deactivated_officer_opens_no_permission():
    officer = appoint_for_term(term_in_chair())
    assert officer.has_perm("ledger.view_entry")

    officer.is_active = False
    officer.save()

    assert not officer.has_perm("ledger.view_entry")
    assert actor_as(officer, "presidency").held == ()


def test_mandate_opens_nothing_from_the_moment_it_ends(django_assert_num_queries):
    user = appoint("focal_point")
    assert actor_as(user, "participant").held

    end_mandate(Mandate.objects.get(user=user), actor=actor("secretariat_officer"), version=1, now=NOW)

    with django_assert_num_queries(1):
        assert actor_as(user, "participant").held == ()


def test_step_is_judged_by_the_mandates_in_force_once_its_row_is_locked():
    term = term_in_chair()
    user = appoint_for_term(term)
    who = actor_as(user, "presidency")
    end_mandate(Mandate.objects.get(user=user), actor=actor("secretariat_officer"), version=1, now=NOW)

    with pytest.raises(NotAllowed):
        PRESIDENCY.apply(term, "hand_over", actor=who, version=term.version)


def test_chair_that_passed_while_a_step_waited_is_no_longer_the_officers():
    term = term_in_chair()
    who = actor_as(appoint_for_term(term), "presidency")
    pass_the_chair(PresidencyFactory(), actor=actor("secretariat_officer"), on=NOW.date(), now=NOW)
    authority = AuthorityFactory()

    assert permissions.is_presidency_officer(who)
    with pytest.raises(NotAllowed):
        REPRESENTATION.apply(authority, "put_on_hold", actor=who, version=1)


@pytest.mark.parametrize(
    ("state", "begins", "finishing", "window"),
    [
        ("designated", None, None, "early"),
        ("designated", NOW.date() + timedelta(days=180), None, "early"),
        ("designated", NOW.date() + timedelta(days=181), None, None),
        ("designated", NOW.date() - timedelta(days=1), None, "early"),
        ("finished", date(2001, 1, 1), NOW.date(), "finishing"),
        ("finished", date(2001, 1, 1), NOW.date() - timedelta(days=1), None),
        ("finished", date(2001, 1, 1), None, None),
    ],
)
def test_window_of_an_office_of_the_presidency(state, begins, finishing, window):
    ends = date(2002, 1, 1) if state == "finished" else None
    term = PresidencyFactory(state=state, begins_on=begins, ends_on=ends, finishing_until=finishing)

    held = actor_as(appoint_for_term(term), "presidency").held

    assert [office.window for office in held] == ([window] if window else [])


def test_day_on_which_a_term_was_planned_to_begin_does_not_pass_the_chair():
    term = PresidencyFactory(begins_on=NOW.date() - timedelta(days=3))
    officer = appoint_for_term(term)

    assert not permissions.is_staff(actor_as(officer, "presidency"))
    assert Presidency.objects.in_chair().get().code == "FR-2025"


def test_outgoing_presidency_finishes_only_what_it_chaired():
    term = finishing_term()
    who = actor_as(appoint_for_term(term), "presidency")

    assert permissions.may_finish_for(who, term.pk)
    assert not permissions.may_finish_for(who, term_in_chair().pk)
    assert not permissions.may_finish_for(who, None)


def test_each_side_on_hold_acts_for_its_own_authority_only():
    side = actor("on_hold")
    (held,) = side.held

    assert permissions.holds_power(side, "write", held.unit_id, held.authority_id)
    assert not permissions.holds_power(side, "write", held.unit_id)
    assert not permissions.holds_power(side, "submit", held.unit_id)
