"""Many at once on real PostgreSQL: one submission, and no lost word."""

from collections import Counter

import pytest

from foundation.ledger.models import LedgerEntry, subject_of
from reports.models import Answer, AnswerRevision, Snapshot
from reports.services.answers import write_answer
from reports.services.contributions import submit_contribution
from tests.factories.actionplan import ActivityFactory
from tests.factories.parties import PartyFactory, actor
from tests.factories.reports import LATER, answered, draft_for, drafted, opened_round
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
