"""Several translators at one answer, and whoever submits meanwhile, each on a connection of their own."""

from collections import Counter

import pytest

from reports.models import AnswerTranslation
from reports.services.contributions import submit_contribution
from tests.factories.parties import PartyFactory, actor
from tests.factories.reports import LATER, answered, drafted, fresh, opened_round, submitted
from tests.factories.reports_translations import sent, translated, written
from tests.reports.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_translators_at_one_answer_one_is_heard_and_the_others_are_told():
    party = PartyFactory()
    received = submitted(party, opened_round(party))
    read, officers = sent(received), [actor("secretariat_officer") for _each in range(6)]

    def act(number):
        made = translated(received, of=read, by=officers[number], text=f"Version {number}.", version=0)
        return made.text

    outcomes = Counter(at_once(6, act))

    kept = AnswerTranslation.objects.get()
    assert outcomes[409] == 5
    assert outcomes[kept.text] == 1
    assert kept.version == 1


def test_what_is_translated_while_it_is_submitted_is_read_with_the_submission():
    party = PartyFactory()
    focal_point, contributor = actor("focal_point", party), actor("contributor", party)
    draft = answered(drafted(party, opened_round(party), by=focal_point), by=focal_point, summary="Forty.")
    read = written(draft)

    def act(number):
        if number == 0:
            return submit_contribution(fresh(draft), actor=focal_point, version=None, now=LATER).state
        into = ("fr", "ar")[number - 1]
        return translated(draft, of=read, by=contributor, into=into, version=0).language

    outcomes = at_once(3, act)

    assert sorted(outcomes) == ["ar", "fr", "submitted"]
    assert {row.stands_in.number for row in AnswerTranslation.objects.select_related("stands_in")} == {1}
