"""A letter is registered while its participant begins: one is heard, the other is told."""

from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.related import Related
from parties.services import put_on_hold, release_representation
from reports.models import Answer, Letter, Passage, Snapshot
from reports.services.confirming import confirm_passages
from reports.services.contributions import start_contribution
from reports.services.judging import correct_letter
from reports.services.letters import arrange_passages
from tests.factories.parties import AuthorityFactory, PartyFactory, actor, actor_as, appoint
from tests.factories.reports import LATER, contribution_of, fresh, opened_round
from tests.reports.letters import arranged, registered
from tests.reports.test_letter_pages import typed
from tests.reports.together import at_once
from tests.waiting import beside

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


def test_a_letter_that_waits_for_a_release_is_told_that_its_contribution_has_gone(officer):
    """What the participant had not begun as a whole makes room for what the released authority began."""
    party, now = PartyFactory(), timezone.now()
    authority, _other = AuthorityFactory(party=party), AuthorityFactory(party=party)
    round_ = opened_round(party, now=now, due_at=now + timedelta(days=70), cutoff_at=now + timedelta(days=90))
    chair = {"actor": actor("presidency_current", now=now), "now": now, "decision": "SOM decision 4"}
    put_on_hold(authority, version=authority.version, **chair)
    side, held = contribution_of(party, round_, authority), fresh(authority)
    writer = actor_as(appoint("focal_point", party, authority=authority), "participant", now=now)
    start_contribution(side, actor=writer, version=side.version, now=now)
    whole = contribution_of(party, round_)
    address = reverse("admin:reports_round_step", args=[round_.pk, "register_letter"])
    letter = typed(officer.get(address), contribution=whole.uuid, sender="Ministry")

    late = beside(
        lambda: release_representation(held, version=held.version, **chair), lambda: officer.post(address, letter)
    )

    assert late.result().status_code == 409
    assert not Letter.objects.exists()
