"""Many at once on real PostgreSQL: one submission, and no lost word."""

from collections import Counter

import pytest

from foundation.ledger.models import LedgerEntry, subject_of
from foundation.outbox.models import Message
from notifications.models import Obligation
from reports.models import Answer, AnswerRevision, HandedSection, Snapshot
from reports.selectors.asked import asked_sections
from reports.services.contributions import submit_contribution
from reports.services.handing import finish_section, hand_over, take_section_back
from tests.factories.actionplan import ActivityFactory
from tests.factories.parties import PartyFactory, actor, actor_as, appoint
from tests.factories.reports import (
    LATER,
    answered,
    draft_for,
    drafted,
    fresh,
    handed_section,
    opened_round,
    write_answer,
)
from tests.reports.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_submissions_at_once_give_one_snapshot():
    party = PartyFactory()
    focal_point = actor("focal_point", party)
    begun = answered(drafted(party, opened_round(party)), summary="Sent once.")

    results = at_once(
        20, lambda _: submit_contribution(begun, actor=focal_point, version=begun.version, now=LATER).state
    )

    assert Counter(results) == {"submitted": 1, 409: 19}
    assert Snapshot.objects.filter(contribution=begun).count() == 1
    assert LedgerEntry.objects.filter(subject=subject_of(begun), kind="contribution.submitted").count() == 1


def test_ten_people_typing_in_ten_sections_lose_nothing():
    party = PartyFactory()
    activities = [ActivityFactory(lead=party)]
    activities += [ActivityFactory(lead=party, objective=activities[0].objective) for _ in range(9)]
    begun = drafted(party, opened_round(party, plan=activities[0].objective.plan))
    writer = actor("contributor", party)

    def type_on(number):
        for turn in range(5):
            draft = draft_for(begun, "progress", f"Turn {turn} of {number}.", activity=activities[number])
            written = write_answer(begun, draft, actor=writer, now=LATER)
        return len(written.conflicts)

    assert at_once(10, type_on) == [0] * 10
    texts = Answer.objects.filter(contribution=begun).values_list("text", flat=True)
    assert sorted(texts) == [f"Turn 4 of {number}." for number in range(10)]
    assert AnswerRevision.objects.count() == 50


def test_of_twenty_first_answers_to_one_question_one_is_kept_and_nineteen_are_handed_back():
    party = PartyFactory()
    begun = drafted(party, opened_round(party))
    writer = actor("contributor", party)

    def type_first(number):
        draft = draft_for(begun, "summary", f"Text {number}.", version=0)
        return [
            (conflict.yours, conflict.theirs)
            for conflict in write_answer(begun, draft, actor=writer, now=LATER).conflicts
        ]

    results = at_once(20, type_first)

    kept = Answer.objects.get(contribution=begun).text
    handed_back = [pairs[0] for pairs in results if pairs]
    assert len(handed_back) == 19
    assert {theirs for _yours, theirs in handed_back} == {kept}
    assert kept not in {yours for yours, _theirs in handed_back}


def test_of_ten_who_hand_over_one_section_at_once_one_is_heard():
    party = PartyFactory()
    begun = drafted(party, opened_round(party))
    place, by = asked_sections(begun)[0].name, actor("focal_point", party)
    people = [appoint("contributor", party) for _each in range(10)]

    def give(number):
        return len(hand_over(begun, actor=by, now=LATER, places=[place], to=people[number].uuid))

    assert Counter(at_once(10, give)) == {1: 1, 400: 9}
    assert HandedSection.objects.count() == Message.objects.filter(kind="section.handed").count() == 1


def test_of_finishing_taking_back_and_sending_at_once_nothing_stays_asked():
    party = PartyFactory()
    focal_point, colleague = actor("focal_point", party), appoint("contributor", party)
    begun = answered(drafted(party, opened_round(party), by=focal_point), by=focal_point, summary="Sent once.")
    handed = handed_section(begun, to=colleague, by=focal_point)
    begun = fresh(begun)
    writer = actor_as(colleague, "participant")
    jobs = [
        lambda: finish_section(handed, actor=writer, version=handed.version, now=LATER).state,
        lambda: take_section_back(handed, actor=focal_point, version=handed.version, now=LATER).state,
        lambda: submit_contribution(begun, actor=focal_point, version=begun.version, now=LATER).state,
    ]

    results = at_once(3, lambda number: jobs[number]())

    assert results[2] == "submitted"
    assert {*results[:2]} <= {"finished", "closed", 409}
    assert fresh(handed).state == "closed"
    assert not Obligation.objects.open().filter(kind="section.handed").exists()
