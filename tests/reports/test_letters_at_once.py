"""A letter is registered while its participant begins: one is heard, the other is told."""

from collections import Counter

import pytest

from foundation.related import Related
from reports.models import Answer, Letter, Passage, Snapshot
from reports.services.confirming import confirm_passages
from reports.services.contributions import start_contribution
from reports.services.judging import correct_letter
from reports.services.letters import arrange_passages
from tests.factories.parties import PartyFactory, actor
from tests.factories.reports import LATER, contribution_of, fresh, opened_round
from tests.reports.letters import arranged, registered
from tests.reports.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_a_letter_and_a_beginning_at_once_one_is_heard_and_the_other_told():
    party = PartyFactory()
    round_ = opened_round(party)
    contribution = contribution_of(party, round_)
    focal_point, officer = actor("focal_point", party), actor("secretariat_officer")

    def act(number):
        if number % 2:
            return registered(party, round_, by=officer).contribution.state
        return start_contribution(contribution, actor=focal_point, version=contribution.version, now=LATER).state

    outcomes = Counter(at_once(8, act))

    assert outcomes[409] == 7
    state = fresh(contribution).state
    assert outcomes[state] == 1
    assert Letter.objects.count() == Snapshot.objects.count() == (1 if state == "submitted" else 0)
    assert not Answer.objects.exists()


def test_of_arranging_and_confirming_at_once_one_is_heard_and_the_others_read_again():
    letter = fresh(arranged(registered()))
    focal_point, officer = actor("focal_point", letter.contribution.party), actor("secretariat_officer")
    asked = letter.passages.get().question

    def act(number):
        seen = {"version": letter.version, "actor": focal_point if number % 2 else officer}
        if number % 2:
            return confirm_passages(fresh(letter), now=LATER, **seen)
        related = Related(children=[("letter", Passage(question=asked, text="More was done."))])
        return arrange_passages(fresh(letter), creating=False, related=related, **seen).passages.count()

    outcomes = Counter(at_once(6, act))

    assert outcomes[409] == 5
    words = {(passage.text, passage.confirmed_at is not None) for passage in letter.passages.all()}
    first = "Sixty officials were trained."
    assert words in ({(first, True)}, {(first, False), ("More was done.", False)})


def test_of_several_who_correct_at_once_one_opens_the_form():
    letter = arranged(registered())
    contribution = fresh(letter.contribution)
    focal_point = actor("focal_point", contribution.party)

    outcomes = Counter(
        at_once(
            6,
            lambda _number: (
                correct_letter(contribution, actor=focal_point, version=contribution.version, now=LATER).state
            ),
        )
    )

    assert outcomes == {"reopened": 1, 409: 5}
    assert Answer.objects.count() == 1
