"""Several who speak in one thread at the same moment: one is heard, the others are told."""

from collections import Counter

import pytest

from reports.models import QueryTurn, Snapshot
from reports.services.queries import ask_again, nothing_to_add, reply_to_query, settle
from tests.factories.parties import PartyFactory, actor
from tests.factories.reports import LATER, fresh, opened_round, questioned
from tests.reports.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def query():
    party = PartyFactory()
    return questioned(party, opened_round(party))


def test_of_several_replies_at_once_one_stands(query):
    focal_point = actor("focal_point", query.contribution.party)
    given = {"actor": focal_point, "version": query.version, "now": LATER}

    def act(number):
        if number % 2:
            return nothing_to_add(fresh(query), **given).state
        return reply_to_query(fresh(query), reply="Forty.", **given).state

    outcomes = Counter(at_once(6, act))

    assert outcomes[409] == 5
    assert outcomes[fresh(query).state] == 1
    assert fresh(query.contribution).state == "submitted"
    assert Snapshot.objects.count() == 1


def test_of_asking_again_and_settling_at_once_one_is_done(query):
    focal_point, officer = actor("focal_point", query.contribution.party), actor("secretariat_officer")
    replied = reply_to_query(query, actor=focal_point, version=query.version, now=LATER, reply="Forty.")
    given = {"actor": officer, "version": replied.version, "now": LATER}

    def act(number):
        if number % 2:
            return settle(fresh(query), **given).state
        return ask_again(fresh(query), asked="In which year?", **given).state

    outcomes = Counter(at_once(6, act))

    assert outcomes[409] == 5
    state = fresh(query).state
    assert outcomes[state] == 1
    assert QueryTurn.objects.count() == (1 if state == "open" else 0)
    assert fresh(query.contribution).state == ("question_open" if state == "open" else "submitted")
