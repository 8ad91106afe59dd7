"""The chair passes in one transaction; two terms never overlap."""

from datetime import date

import pytest
from django.db import connection, transaction

from foundation.errors import BrokenConstraint, IllegalTransition
from foundation.ledger.models import LedgerEntry
from parties import permissions
from parties.models import Presidency, PresidencyHolder
from parties.services import pass_the_chair, save_presidency
from tests.factories.parties import (
    NOW,
    PartyFactory,
    PresidencyFactory,
    actor,
    actor_as,
    appoint_for_term,
    designated_term,
    term_in_chair,
)
from tests.roles import who_may

pytestmark = pytest.mark.django_db
STAFF = {"presidency_current", "secretariat_officer", "both_hats"}
DAY = NOW.date()


def test_chair_passes_from_one_team_to_the_next_at_once():
    before, after = term_in_chair(), PresidencyFactory()
    old, new = appoint_for_term(before), appoint_for_term(after)

    pass_the_chair(after, actor=actor_as(old, "presidency"), on=DAY, now=NOW)

    assert term_in_chair() == after
    before.refresh_from_db()
    assert (before.state, before.ends_on, before.finishing_until) == ("finished", DAY, date(2026, 5, 31))
    assert permissions.is_presidency_officer(actor_as(new, "presidency"))
    assert not permissions.is_staff(actor_as(old, "presidency"))
    assert permissions.may_finish_for(actor_as(old, "presidency"), before.pk)
    kinds = LedgerEntry.objects.filter(kind__startswith="presidency.").values_list("kind", flat=True)
    assert list(kinds) == ["presidency.handed_over", "presidency.took_over"]


def test_chair_stays_where_it_was_when_the_transaction_fails():
    after = PresidencyFactory()

    def pass_and_fail():
        with transaction.atomic():
            pass_the_chair(after, actor=actor("presidency_current"), on=DAY, now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        pass_and_fail()

    assert term_in_chair().code == "FR-2025"


def test_chair_may_be_taken_after_it_stood_vacant():
    Presidency.objects.filter(state="in_chair").update(state="finished", ends_on=date(2026, 1, 1))
    after = PresidencyFactory()

    pass_the_chair(after, actor=actor("secretariat_officer"), on=DAY, now=NOW)

    assert term_in_chair() == after


def test_staff_alone_pass_the_chair(everybody):
    after = designated_term()

    def passes(who):
        return pass_the_chair(after, actor=who, on=DAY, now=NOW).state == "in_chair"

    assert who_may(passes, everybody) == STAFF


@pytest.mark.parametrize("state", ["finished", "in_chair"])
def test_term_that_has_begun_does_not_take_over_again(state):
    earlier = Presidency.objects.filter(state=state).first()

    with pytest.raises(IllegalTransition):
        pass_the_chair(earlier, actor=actor("presidency_current"), on=DAY, now=NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE parties_presidency SET state = 'designated' WHERE state = 'in_chair'",
        "UPDATE parties_presidency SET state = 'in_chair' WHERE state = 'finished'",
        "UPDATE parties_presidency SET state = 'finished' WHERE state = 'designated'",
    ],
)
def test_database_refuses_an_unlisted_step_of_the_chair(statement):
    PresidencyFactory()

    with pytest.raises(IllegalTransition), connection.cursor() as cursor:
        cursor.execute(statement)


def test_overlapping_terms_are_refused_by_the_database():
    term = Presidency.objects.get(code="EG-2024")
    term.begins_on = date(2024, 3, 1)

    with pytest.raises(BrokenConstraint) as refused:
        save_presidency(term, actor=actor("secretariat_officer"), version=term.version, creating=False)

    assert (refused.value.constraint, refused.value.field) == ("presidencies_do_not_overlap", "begins_on")


def test_second_presidency_in_the_chair_is_refused_by_the_database():
    with pytest.raises(BrokenConstraint) as refused:
        PresidencyFactory(state="in_chair", begins_on=date(2001, 1, 1), ends_on=date(2002, 1, 1))

    assert refused.value.constraint == "one_presidency_in_the_chair"


def test_term_may_have_co_holders_and_one_ad_interim_on_a_decision():
    term = PresidencyFactory()
    PresidencyHolder.objects.create(presidency=term, party=PartyFactory(), role="co_holder")
    PresidencyHolder.objects.create(presidency=term, party=PartyFactory(), role="ad_interim", basis="SOM, item 3")

    assert term.holders.count() == 3
    with pytest.raises(BrokenConstraint) as refused:
        PresidencyHolder.objects.create(presidency=term, party=PartyFactory(), role="ad_interim")
    assert refused.value.field == "basis"
