"""Two authorities contend for one participant: each side sees only its own, and neither is counted."""

import pytest
from django.db import connection

from foundation.errors import IllegalTransition, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry
from parties.models import Authority, Mandate
from parties.permissions import holds_power
from parties.selectors import contested_parties, is_contested
from parties.services import put_on_hold, release_representation
from tests.factories.parties import (
    NOW,
    AuthorityFactory,
    MandateFactory,
    PartyFactory,
    actor,
    actor_as,
)
from tests.roles import who_may

pytestmark = pytest.mark.django_db
STAFF = {"presidency_current", "secretariat_officer", "both_hats"}


@pytest.fixture
def party():
    return PartyFactory()


@pytest.fixture
def sides(party):
    return [AuthorityFactory(party=party), AuthorityFactory(party=party)]


def hold(authority, who=None, **given):
    values = {"version": authority.version, "now": NOW, "decision": "Note by the Chair, 1 March", **given}
    return put_on_hold(authority, actor=who or actor("presidency_current"), **values)


def release(authority, who=None, **given):
    authority.refresh_from_db()
    values = {"version": authority.version, "now": NOW, "decision": "SOM decision 4", **given}
    return release_representation(authority, actor=who or actor("presidency_current"), **values)


def test_both_go_on_hold_at_once_and_the_participant_is_counted_nowhere(party, sides):
    hold(sides[0])

    assert list(Authority.objects.filter(party=party).values_list("state", flat=True)) == ["on_hold", "on_hold"]
    assert is_contested(party.pk)
    assert contested_parties() == {party.pk}


def test_each_side_acts_for_itself_and_nobody_for_the_participant(party, sides):
    people = [MandateFactory(party=party, authority=side).user for side in sides]
    hold(sides[1])

    first, second = (actor_as(user, "participant") for user in people)

    assert holds_power(first, "write", party.pk, sides[0].pk)
    assert not holds_power(first, "write", party.pk, sides[1].pk)
    assert not holds_power(first, "write", party.pk)
    assert holds_power(second, "write", party.pk, sides[1].pk)


def test_each_side_sees_its_own_mandates_only(party, sides):
    mandates = [MandateFactory(party=party, authority=side) for side in sides for _ in range(2)]
    hold(sides[0])

    seen = Mandate.objects.visible_to(actor_as(mandates[0].user, "participant"))

    assert set(seen) == set(mandates[:2])


def test_mandate_that_names_no_authority_opens_nothing_meanwhile(party, sides):
    user = MandateFactory(party=party).user
    assert holds_power(actor_as(user, "participant"), "write", party.pk)

    hold(sides[0])

    assert actor_as(user, "participant").held == ()


def test_released_side_acts_for_the_participant_again_and_the_other_stays_on_hold(party, sides):
    people = [MandateFactory(party=party, authority=side).user for side in sides]
    hold(sides[0])

    release(sides[0])

    assert holds_power(actor_as(people[0], "participant"), "submit", party.pk)
    assert not holds_power(actor_as(people[1], "participant"), "submit", party.pk)
    assert is_contested(party.pk)


@pytest.mark.parametrize("act", [hold, release])
def test_staff_alone_hold_and_release(everybody, act, sides):
    if act is release:
        hold(sides[0])

    assert who_may(lambda who: act(sides[0], who), everybody) == STAFF


def test_one_authority_has_nobody_to_contend_with(party):
    with pytest.raises(RuleBroken):
        hold(AuthorityFactory(party=party))


@pytest.mark.parametrize("decision", ["", "  \n"])
def test_decision_is_named(decision, sides):
    with pytest.raises(RuleBroken) as refused:
        hold(sides[0], decision=decision)

    assert refused.value.field == "decision"
    assert not Authority.objects.filter(state="on_hold").exists()


def test_what_was_done_meanwhile_is_not_done_twice(sides):
    hold(sides[0])

    with pytest.raises(StaleVersion):
        hold(sides[0])
    with pytest.raises(IllegalTransition):
        hold(sides[1], version=2)
    release(sides[1])
    with pytest.raises(IllegalTransition):
        release(sides[1])


def test_story_is_told_to_staff_without_the_words_of_the_decision(sides):
    hold(sides[0])
    release(sides[0])

    entries = LedgerEntry.objects.about(sides[0]).values_list("kind", "audience", "facts")
    facts = {"party": sides[0].party_id}
    assert list(entries) == [
        ("representation.put_on_hold", "staff", facts),
        ("representation.released", "staff", facts),
    ]


def test_database_accepts_the_two_listed_steps_and_no_other_state(sides):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE parties_authority SET state = 'on_hold' WHERE id = %s", [sides[0].pk])
        with pytest.raises(IllegalTransition):
            cursor.execute("UPDATE parties_authority SET state = 'legitimate' WHERE id = %s", [sides[1].pk])
