"""Many officers act on the same row at the same moment: one succeeds, the others are told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from foundation.errors import DomainError
from foundation.ledger.models import LedgerEntry
from parties.models import Authority, Mandate, Presidency
from parties.services import end_mandate, pass_the_chair, put_on_hold
from tests.factories.parties import NOW, AuthorityFactory, MandateFactory, PartyFactory, PresidencyFactory, actor

OFFICERS = 10
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act):
    """The statuses of `act(n)` taken by all officers together."""
    together = Barrier(OFFICERS)

    def officer(number):
        try:
            connection.ensure_connection()
            together.wait(timeout=30)
            act(number)
        except DomainError as error:
            return error.status
        else:
            return 200
        finally:
            connection.close()

    with ThreadPoolExecutor(OFFICERS) as officers:
        return sorted(officers.map(officer, range(OFFICERS)))


def test_chair_passes_to_one_of_ten_that_take_it_together():
    terms, who = [PresidencyFactory() for _ in range(OFFICERS)], actor("secretariat_officer")

    answers = at_once(lambda n: pass_the_chair(terms[n], actor=who, on=NOW.date(), now=NOW))

    assert answers == [200] + [409] * (OFFICERS - 1)
    assert Presidency.objects.in_chair().count() == 1


def test_mandate_is_ended_once():
    mandate, who = MandateFactory(), actor("secretariat_officer")

    answers = at_once(
        lambda _n: end_mandate(Mandate.objects.get(pk=mandate.pk), actor=who, version=1, now=NOW),
    )

    assert answers == [200] + [409] * (OFFICERS - 1)
    assert LedgerEntry.objects.about(mandate).count() == 1


def test_representation_goes_on_hold_once_from_either_side_without_a_deadlock():
    party, who = PartyFactory(), actor("presidency_current")
    sides = [AuthorityFactory(party=party), AuthorityFactory(party=party)]

    answers = at_once(lambda n: put_on_hold(sides[n % 2], actor=who, version=1, now=NOW, decision="Note of 1 March"))

    assert answers == [200] + [409] * (OFFICERS - 1)
    assert list(Authority.objects.filter(party=party).values_list("state", "version")) == [("on_hold", 2)] * 2
