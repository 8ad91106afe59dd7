"""A participant whose representation comes on hold after it confirmed another one's contribution: it counts once."""

from collections import Counter

import pytest

from foundation.actors import system
from foundation.errors import DomainError
from parties.services import put_on_hold, release_representation
from reports.models import Contribution, JointName
from reports.selectors.passages import quotable_passages
from reports.selectors.rounds import n_of_N, received_from, round_overview
from reports.services.consolidated import draft_report
from reports.services.contributions import start_contribution, submit_contribution
from reports.services.joint import confirm, decline, name_participant
from reports.services.judging import mark_complete
from reports.services.rounds import close_to_contributions
from tests.factories.parties import AuthorityFactory, PartyFactory, actor, actor_as, appoint
from tests.factories.reports import LATER, answered, contribution_of, drafted, fresh, opened_round
from tests.reports.together import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def named():
    return PartyFactory()


@pytest.fixture
def joint(named):
    """Asked: a contribution of another participant that names it was submitted."""
    drafter = PartyFactory()
    begun = answered(drafted(drafter, opened_round(drafter, named)), summary="What we did together.")
    by = actor("focal_point", drafter)
    made = name_participant(begun, actor=by, version=fresh(begun).version, party=named.uuid)
    submit_contribution(fresh(begun), actor=by, version=fresh(begun).version, now=LATER)
    return fresh(made)


def answer(step, joint, by):
    return step(fresh(joint), actor=by, version=fresh(joint).version, now=LATER)


@pytest.fixture
def confirmed(joint, named):
    return answer(confirm, joint, actor("focal_point", named))


def report_of(authority, round_):
    """What one side of a contested participant submits for itself."""
    by = actor_as(appoint("focal_point", authority.party, authority=authority), "participant")
    own = contribution_of(authority.party, round_, authority=authority)
    begun = start_contribution(own, actor=by, version=own.version, now=LATER)
    answered(begun, by=by, summary="What we did alone.")
    return submit_contribution(fresh(begun), actor=by, version=fresh(begun).version, now=LATER)


@pytest.fixture
def contested(named):
    """Puts two authorities on hold; gives the first."""

    def contend():
        authority, _other = AuthorityFactory(party=named), AuthorityFactory(party=named)
        put_on_hold(authority, actor=system(LATER), version=authority.version, now=LATER, decision="Note by the Chair")
        return fresh(authority)

    return contend


def release(authority):
    decided = {"version": authority.version, "now": LATER, "decision": "SOM decision 4"}
    return release_representation(authority, actor=actor("presidency_current"), **decided)


def counted(round_, party):
    """In how many contributions the participant counts as having reported."""
    own = Contribution.objects.counted().filter(round=round_, party=party).count()
    return own + JointName.objects.confirmed().filter(round=round_, party=party).count()


def test_what_was_confirmed_before_the_contest_stands_and_what_one_side_wrote_is_not_counted_beside_it(
    confirmed, named, contested
):
    round_, authority = confirmed.round, contested()
    written = report_of(authority, round_)

    release(authority)

    assert counted(round_, named) == 1
    assert fresh(written).authority == authority
    assert n_of_N(round_).states == (2, 2)
    assert set(received_from(round_)) == {named, confirmed.contribution.party}
    [row] = [row for row in round_overview(round_, actor=actor("secretariat_officer")) if row.addressee.party == named]
    assert (row.contribution, row.joined) == (None, confirmed)


def test_consolidated_report_has_its_name_once(confirmed, named, contested):
    round_, authority, staff = confirmed.round, contested(), actor("secretariat_officer")
    report_of(authority, round_)
    release(authority)
    for one in Contribution.objects.counted().filter(round=round_):
        mark_complete(one, actor=staff, version=one.version, now=LATER)
    close_to_contributions(round_, actor=staff, version=fresh(round_).version, now=LATER)

    report = draft_report(fresh(round_), title={"en": "Report"}, actor=system(LATER), now=LATER)

    assert (report.received_states, report.asked_states) == (2, 2)
    assert {passage.participant for passage in quotable_passages(report)} == {
        f"{confirmed.contribution.party} · {named}"
    }


def test_released_side_reports_once_the_participant_has_declined(confirmed, named, contested):
    authority = contested()
    release(authority)
    by = actor_as(appoint("focal_point", named, authority=fresh(authority)), "participant")

    answer(decline, confirmed, by)

    own = contribution_of(named, confirmed.round)
    assert start_contribution(own, actor=by, version=own.version, now=LATER).state == "draft"
    assert counted(confirmed.round, named) == 0


def test_what_is_asked_after_the_release_is_not_confirmed_beside_a_report_of_its_own(joint, named, contested):
    authority = contested()
    report_of(authority, joint.round)
    release(authority)
    by = actor_as(appoint("focal_point", named, authority=fresh(authority)), "participant")

    with pytest.raises(DomainError, match="report of its own"):
        answer(confirm, joint, by)

    assert counted(joint.round, named) == 1


@pytest.mark.django_db(transaction=True)
def test_of_a_confirmation_and_a_release_at_once_one_counts():
    drafter, named = PartyFactory(), PartyFactory()
    round_ = opened_round(drafter, named)
    begun = answered(drafted(drafter, round_), summary="What we did together.")
    by, speaks = actor("focal_point", drafter), actor("focal_point", named)
    made = name_participant(begun, actor=by, version=fresh(begun).version, party=named.uuid)
    submit_contribution(fresh(begun), actor=by, version=fresh(begun).version, now=LATER)
    authority, _other = AuthorityFactory(party=named), AuthorityFactory(party=named)
    put_on_hold(authority, actor=system(LATER), version=authority.version, now=LATER, decision="Note by the Chair")
    report_of(fresh(authority), round_)
    joint, held, chair = fresh(made), fresh(authority), actor("presidency_current")
    decided = {"version": held.version, "now": LATER, "decision": "SOM decision 4"}
    steps = [
        lambda: confirm(joint, actor=speaks, version=joint.version, now=LATER),
        lambda: release_representation(held, actor=chair, **decided),
    ]

    def step(number):
        steps[number]()
        return "done"

    results = Counter(at_once(2, step))

    assert results["done"] >= 1
    assert counted(round_, named) == 1
