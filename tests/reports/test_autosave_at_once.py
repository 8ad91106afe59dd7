"""Many saves of one field at the same moment, on real PostgreSQL: one is written, the others are told."""

from collections import Counter
from uuid import uuid4

import pytest

from foundation.errors import RuleBroken
from foundation.ledger.models import LedgerEntry
from reports.models import Answer, AnswerRevision, Contribution
from reports.names import answer_name
from reports.selectors.asked import asked_sections
from reports.services.autosave import Typed, save_field
from reports.services.contributions import submit_contribution
from reports.services.one_answer import Conflict
from tests.factories.parties import actor
from tests.factories.reports import LATER, QuestionFactory, answered, drafted, fresh, opened_round, template
from tests.reports.test_contributions_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def begun(party):
    return drafted(party, opened_round(party))


def saving(contribution, party, code="needs"):
    """What a request of the contributor does: reads the contribution, saves the field."""
    items = [item for section in asked_sections(contribution) for item in section.questions]
    name = next(item.name for item in items if item.question.code == code)
    writer = actor("contributor", party)

    def save(text, version=0, **marked):
        seen = Contribution.objects.select_related("round", "party").get(pk=contribution.pk)
        kept = save_field(seen, name, actor=writer, typed=Typed(text, version, **marked), now=LATER)
        return "conflict" if isinstance(kept, Conflict) else kept.text

    return save


def test_of_ten_texts_at_once_one_is_written_and_nine_are_shown_it(begun, party):
    save = saving(begun, party)

    results = Counter(at_once(10, lambda number: save(f"Text {number}.")))

    assert results["conflict"] == 9
    assert AnswerRevision.objects.get().text in results
    assert fresh(begun).version == begun.version + 1


def test_one_text_sent_ten_times_at_once_is_written_once_and_always_confirmed(begun, party):
    save = saving(begun, party)

    assert at_once(10, lambda _number: save("The same.")) == ["The same."] * 10
    assert AnswerRevision.objects.count() == 1


def test_of_two_languages_at_once_one_is_marked_and_the_other_is_told(begun, party):
    answered(begun, needs="Deux voitures.")
    save = saving(begun, party)

    results = at_once(2, lambda number: save("Deux voitures.", 1, spoken=("fr", "ar")[number]))

    assert sorted(results) == ["Deux voitures.", "conflict"]
    [entry] = LedgerEntry.objects.filter(kind="answer.language_corrected")
    assert entry.facts["now"] == Answer.objects.get(question__code="needs").language


def test_of_twelve_links_at_once_ten_are_taken(party):
    made = template()
    question = QuestionFactory(section=made.sections.get(code="general"), code="evidence", kind="links", position=9)
    begun, writer = drafted(party, opened_round(party, state_template=made)), actor("contributor", party)

    def save(number):
        seen = Contribution.objects.select_related("round", "party").get(pk=begun.pk)
        name, typed = answer_name(question.uuid, item=uuid4()), Typed(f"https://example.org/{number}", 0)
        try:
            return save_field(seen, name, actor=writer, typed=typed, now=LATER).is_of_list
        except RuleBroken:
            return False

    assert Counter(at_once(12, save)) == {True: 10, False: 2}


def test_nothing_is_saved_behind_the_back_of_a_submission(begun, party):
    ready = answered(begun, summary="All of it.")
    save, focal_point = saving(begun, party), actor("focal_point", party)

    def work(number):
        if number == 0:
            return submit_contribution(ready, actor=focal_point, version=fresh(ready).version, now=LATER).state
        return save(f"Text {number}.")

    results = at_once(6, work)

    sent = fresh(begun).snapshots.first()
    texts = set(AnswerRevision.objects.filter(answer__question__code="needs").values_list("text", flat=True))
    assert texts <= set(results)
    assert sent is None or all(text in str(sent.content) for text in texts)
