"""Operations that take the same rows from opposite ends, all at once, through services: no deadlock, no lost change.

Each `case` prepares its rows and gives the jobs that run together and a check of what must be true afterwards.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any, NamedTuple

from django.db import connection

from actionplan.models import Activity
from actionplan.services.activities import supersede_activity
from foundation.actors import system
from foundation.errors import DomainError
from foundation.ledger.models import LedgerEntry
from meetings.models import FollowUp
from meetings.services import carry_over_follow_up, conclude_meeting, record_handover
from notifications.models import Obligation
from parties.models import Authority, Mandate, Presidency, PresidencyHolder
from parties.services import give_mandate, put_on_hold, release_representation, save_presidency
from reports.enums import RoundState
from reports.models import Contribution, Round, Template
from reports.services.contributions import submit_contribution, withdraw_contribution
from reports.services.judging import reopen_contribution
from reports.services.queries import ask, nothing_to_add
from reports.services.rounds import close_round, close_to_contributions, open_round, save_round
from tests.factories.actionplan import ActivityFactory
from tests.factories.meetings import FollowUpFactory, MeetingFactory
from tests.factories.notifications import untrue
from tests.factories.parties import (
    NOW,
    AuthorityFactory,
    MandateFactory,
    PartyFactory,
    PresidencyFactory,
    UserFactory,
    actor,
    holder_of,
    office,
    term_in_chair,
)
from tests.factories.reports import (
    LATER,
    OPENED,
    AddresseeFactory,
    RoundFactory,
    answered,
    ask_nobody_by_switch,
    drafted,
    fresh,
    opened_round,
    questioned,
    submitted,
    template,
)

PATIENCE = 120
Job = Callable[[], Any]


class Crossing(NamedTuple):
    """What runs together, and what must be true afterwards (given how often each outcome came)."""

    jobs: list[Job]
    check: Callable[[Counter], None]


def run(jobs):
    """How often each outcome came: "done", or the status of the rule that refused. Anything else is raised."""
    together = Barrier(len(jobs))

    def one(job):
        try:
            connection.ensure_connection()
            together.wait(PATIENCE)
            job()
        except DomainError as error:
            return error.status
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as people:
        return Counter(people.map(one, jobs))


def in_turns(first, second, count):
    """`count` jobs, taken in turn from the two."""
    return [job for pair in zip(first, second, strict=False) for job in pair][:count]


def rounds_that_share_their_templates(count):
    """Each opens a round; all have the same two templates."""
    ask_nobody_by_switch()
    state, organisation, parties = template(), template("organisation"), [PartyFactory() for _each in range(3)]
    made = [RoundFactory(state_template=state, organisation_template=organisation) for _each in range(count)]
    for number, round_ in enumerate(made):
        for party in parties if number % 2 else reversed(parties):
            AddresseeFactory(round=round_, party=party)
    who = system(OPENED)

    def check(outcomes):
        assert outcomes == {"done": count}
        assert set(Round.objects.values_list("state", flat=True)) == {RoundState.OPEN}
        assert Contribution.objects.count() == Obligation.objects.count() == count * len(parties)
        used = Template.objects.filter(pk__in=[state.pk, organisation.pk])
        assert set(used.values_list("is_frozen", flat=True)) == {True}

    return Crossing([lambda one=one: open_round(one, actor=who, version=1, now=OPENED) for one in made], check)


def items_that_supersede_one_another(count):
    """Half would put the first in the place of the second, half the second in the place of the first."""
    first = ActivityFactory()
    second, who = ActivityFactory(objective=first.objective), actor("secretariat_officer")

    def put(item, by):
        supersede_activity(fresh(item), by=fresh(by), actor=who, version=1, now=NOW)

    def check(outcomes):
        assert outcomes["done"] == 1
        superseded = Activity.objects.exclude(superseded_by=None).values_list("pk", "superseded_by")
        assert list(superseded) in ([(first.pk, second.pk)], [(second.pk, first.pk)])

    return Crossing(in_turns([lambda: put(first, second)] * count, [lambda: put(second, first)] * count, count), check)


def follow_ups_carried_over_while_their_meetings_are_concluded(count):
    """The follow-ups of two meetings are carried over, each at the other, while both meetings are closed."""
    meetings = [MeetingFactory(state="held") for _each in range(2)]
    open_ones = [FollowUpFactory(decision__meeting=meetings[number % 2]) for number in range(count)]
    who = actor("secretariat_officer")

    def carry(number):
        at = meetings[1 - number % 2]
        carry_over_follow_up(open_ones[number], meeting=at, actor=who, version=1, now=NOW)

    jobs = [lambda number=number: carry(number) for number in range(count)]
    jobs += [lambda one=one: conclude_meeting(one, actor=who, version=one.version, now=NOW) for one in meetings]

    def check(outcomes):
        assert outcomes == {"done": count + 2}
        assert FollowUp.objects.filter(state="carried_over").count() == count
        assert FollowUp.objects.exclude(carried_from=None).count() == count
        assert {fresh(one).state for one in meetings} == {"concluded"}

    return Crossing(jobs, check)


def chair_that_passes_while_its_terms_and_mandates_are_written(count):
    """Two meetings hand over, the incoming term is rewritten, and officers are appointed for both terms."""
    outgoing, incoming, who = term_in_chair(), PresidencyFactory(), actor("secretariat_officer")
    meetings = [MeetingFactory(state="held", chair=outgoing, hands_over=incoming) for _each in range(2)]
    terms = [outgoing, incoming]

    def rewrite(number):
        term = fresh(incoming)
        term.source = f"Note {number}"
        save_presidency(term, actor=who, version=term.version, creating=False)

    def appoint(number):
        term = terms[number % 2]
        given = {"user": UserFactory(), "party": holder_of(term), "office": office("presidency_officer")}
        give_mandate(MandateFactory.build(presidency=term, **given), actor=who)

    before = Mandate.objects.count()
    jobs = [lambda one=one: record_handover(one, actor=who, version=1, now=NOW) for one in meetings]
    jobs += [lambda number=number: appoint(number) for number in range(count)]
    jobs += [lambda number=number: rewrite(number) for number in range(2)]

    def check(outcomes):
        assert outcomes["done"] >= count + 1
        assert set(outcomes) <= {"done", 409}
        assert Mandate.objects.count() == before + count
        assert Presidency.objects.filter(state="in_chair").count() == 1
        in_chair = Presidency.objects.get(state="in_chair")
        kinds = Counter(LedgerEntry.objects.about(incoming).values_list("kind", flat=True))
        assert in_chair.pk == incoming.pk
        assert kinds["presidency.took_over"] == 1
        assert in_chair.version == 2 + kinds["presidency.changed"]
        assert PresidencyHolder.objects.filter(presidency=incoming).count() == 1

    return Crossing(jobs, check)


def representation_on_hold_while_contributions_are_submitted(count):
    """Two authorities of each participant contend, from either side, while what they report is submitted."""
    parties = [PartyFactory() for _each in range(max(1, count // 2))]
    sides = {party.pk: [AuthorityFactory(party=party) for _each in range(2)] for party in parties}
    begun = {}
    rounds = [opened_round(*parties), _another_round(parties)]
    for party in parties:
        who = actor("focal_point", party)
        begun[party.pk] = [(answered(drafted(party, one, by=who), by=who, summary="Done."), who) for one in rounds]
    staff = actor("presidency_current")

    def contend(party, side):
        put_on_hold(sides[party.pk][side], actor=staff, version=1, now=LATER, decision="Note of 1 March")

    def submit(party, which):
        contribution, who = begun[party.pk][which]
        submit_contribution(contribution, actor=who, version=contribution.version, now=LATER)

    jobs = [
        job
        for party in parties
        for job in (
            lambda party=party: contend(party, 0),
            lambda party=party: contend(party, 1),
            lambda party=party: submit(party, 0),
            lambda party=party: submit(party, 1),
        )
    ]

    def check(outcomes):
        assert outcomes == {"done": 3 * len(parties), 409: len(parties)}
        assert set(Authority.objects.values_list("state", flat=True)) == {"on_hold"}
        assert Contribution.objects.filter(authority=None, state="submitted").count() == 2 * len(parties)
        assert Contribution.objects.exclude(authority=None).count() == 4 * len(parties)
        requests_are_true()

    return Crossing(jobs, check)


def _another_round(parties):
    made = RoundFactory(period_begins_on="2026-01-01", period_ends_on="2026-12-31")
    for party in parties:
        AddresseeFactory(round=made, party=party)
    return open_round(made, actor=system(OPENED), version=made.version, now=OPENED)


def round_that_closes_while_things_arrive_in_it(count):
    """Submitted, reopened, withdrawn, asked and answered, while the round is written and closed."""
    parties = [PartyFactory() for _each in range(count)]
    round_, staff = opened_round(*parties), system(LATER)
    jobs = []
    for number, party in enumerate(parties):
        jobs += ARRIVING[number % len(ARRIVING)](party, round_)
    round_.refresh_from_db()
    round_ = close_to_contributions(round_, actor=staff, version=round_.version, now=LATER)

    def write():
        one = fresh(round_)
        one.title_en = "Written meanwhile"
        save_round(one, actor=actor("secretariat_officer"), version=one.version, creating=False)

    jobs += [lambda: close_round(round_, actor=staff, version=None, now=LATER), write]

    def check(outcomes):
        assert set(outcomes) <= {"done", 409}
        assert fresh(round_).state == RoundState.CLOSED
        requests_are_true()

    return Crossing(jobs, check)


def _submitting(party, round_):
    who = actor("focal_point", party)
    begun = answered(drafted(party, round_, by=who), by=who, summary="Done.")
    return [lambda: submit_contribution(begun, actor=who, version=begun.version, now=LATER)]


def _reopening(party, round_):
    sent = submitted(party, round_)
    return [lambda: reopen_contribution(sent, actor=system(LATER), version=sent.version, now=LATER, reason="Asked.")]


def _asking(party, round_):
    sent = submitted(party, round_)
    return [lambda: ask(sent, actor=system(LATER), version=sent.version, now=LATER, asked="How many?")]


def _answering(party, round_):
    query, who = questioned(party, round_), actor("focal_point", party)
    return [lambda: nothing_to_add(query, actor=who, version=query.version, now=LATER)]


def _withdrawing(party, round_):
    query, who = questioned(party, round_), actor("focal_point", party)
    sent = fresh(query.contribution)
    return [lambda: withdraw_contribution(sent, actor=who, version=sent.version, now=LATER, reason="An error.")]


ARRIVING = (_submitting, _reopening, _asking, _answering, _withdrawing)


def round_that_opens_while_representation_comes_on_hold(count):
    """Whichever comes first, each side of every participant is asked in the round that opens."""
    ask_nobody_by_switch()
    parties = [PartyFactory() for _each in range(count)]
    sides = [[AuthorityFactory(party=party) for _each in range(2)] for party in parties]
    made = RoundFactory()
    for party in parties:
        AddresseeFactory(round=made, party=party)
    staff = actor("presidency_current")
    jobs = [
        lambda pair=pair: put_on_hold(pair[0], actor=staff, version=1, now=LATER, decision="Note of 1 March")
        for pair in sides
    ]
    jobs.insert(count // 2, lambda: open_round(made, actor=staff, version=1, now=OPENED))

    def check(outcomes):
        assert outcomes == {"done": count + 1}
        for pair in sides:
            asked = Contribution.objects.filter(round=made, authority__in=pair)
            assert asked.count() == len(pair), "one side of a contested participant was never asked"
        requests_are_true()

    return Crossing(jobs, check)


def representation_released_while_another_round_closes(count):
    """One side of each participant is released while what both wrote is taken up and one of their rounds closes."""
    parties = [PartyFactory() for _each in range(count)]
    sides = [[AuthorityFactory(party=party) for _each in range(2)] for party in parties]
    rounds, staff = [opened_round(*parties), _another_round(parties)], system(LATER)
    for pair in sides:
        put_on_hold(pair[0], actor=staff, version=1, now=LATER, decision="Note of 1 March")
    first = close_to_contributions(fresh(rounds[0]), actor=staff, version=None, now=LATER)
    jobs = [
        lambda pair=pair: release_representation(
            pair[0], actor=staff, version=2, now=LATER + timedelta(days=1), decision="Decision 4"
        )
        for pair in sides
    ]
    jobs.append(lambda: close_round(first, actor=staff, version=None, now=LATER))

    def check(outcomes):
        assert outcomes == {"done": count + 1}
        assert Authority.objects.filter(state="in_force").count() == count
        requests_are_true()

    return Crossing(jobs, check)


def requests_are_true():
    """Open requests are exactly what is still asked."""
    assert untrue() == []


CASES = (
    rounds_that_share_their_templates,
    items_that_supersede_one_another,
    follow_ups_carried_over_while_their_meetings_are_concluded,
    chair_that_passes_while_its_terms_and_mandates_are_written,
    representation_on_hold_while_contributions_are_submitted,
    round_that_closes_while_things_arrive_in_it,
    round_that_opens_while_representation_comes_on_hold,
    representation_released_while_another_round_closes,
)
