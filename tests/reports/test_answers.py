"""Answers have versions of their own: two ministries type at once and neither loses a word."""

import pytest
from django.utils.translation import override

from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from reports.enums import QuestionKind
from reports.models import Answer, AnswerRevision
from reports.selectors.words import as_typed
from reports.services.answers import write_answers
from reports.services.contributions import submit_contribution
from reports.services.judging import mark_complete
from reports.validators import clean_answer
from tests.factories.actionplan import ActivityFactory
from tests.factories.parties import actor
from tests.factories.reports import LATER, answered, draft_for, drafted, opened_round, write_answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def contribution(party):
    return drafted(party, opened_round(party))


@pytest.fixture
def writer(party):
    return actor("contributor", party)


def test_first_answer_is_version_one_and_every_version_is_kept(contribution, writer):
    answered(contribution, by=writer, summary="First.")
    answered(contribution, by=writer, summary="Second.")

    answer = Answer.objects.get()
    assert (answer.text, answer.version) == ("Second.", 2)
    assert list(AnswerRevision.objects.values_list("version", "text", "written_by")) == [
        (1, "First.", writer.user_id),
        (2, "Second.", writer.user_id),
    ]


def test_conflict_keeps_both_texts(contribution, writer, party):
    answered(contribution, by=writer, summary="Theirs.")

    written = write_answer(
        contribution, draft_for(contribution, "summary", "Mine.", version=0), actor=writer, now=LATER
    )

    conflict = written.conflicts[0]
    assert (written.saved, conflict.yours, conflict.theirs, conflict.version) == ([], "Mine.", "Theirs.", 1)
    assert Answer.objects.get().text == "Theirs."


def test_answer_untouched_since_it_was_read_leaves_what_others_wrote(contribution, writer):
    answered(contribution, by=writer, summary="Read by both.")
    answered(contribution, by=writer, summary="Changed by the first.")

    drafts = [
        draft_for(contribution, "summary", "Read by both.", version=1),
        draft_for(contribution, "needs", "Written by the second.", version=0),
    ]
    written = write_answers(contribution, actor=writer, drafts=drafts, now=LATER)

    assert written.conflicts == []
    assert sorted(Answer.objects.values_list("text", flat=True)) == ["Changed by the first.", "Written by the second."]


def test_what_does_not_conflict_is_saved_beside_a_conflict(contribution, writer):
    answered(contribution, by=writer, summary="Theirs.")

    drafts = [
        draft_for(contribution, "summary", "Mine.", version=0),
        draft_for(contribution, "needs", "A trainer.", version=0),
    ]
    written = write_answers(contribution, actor=writer, drafts=drafts, now=LATER)

    assert [item.text for item in written.saved] == ["A trainer."]
    assert len(written.conflicts) == 1


def test_saving_what_stands_already_changes_no_version(contribution, writer):
    before = answered(contribution, by=writer, summary="As it is.").version

    after = answered(contribution, by=writer, summary="As it is.").version

    assert (after, Answer.objects.get().version) == (before, 1)


def test_each_save_gives_the_contribution_its_next_version(contribution, writer, party):
    seen = contribution.version
    answered(contribution, by=writer, summary="Typed while the focal point was reading.")

    with pytest.raises(Exception, match="changed by somebody else"):
        submit_contribution(contribution, actor=actor("focal_point", party), version=seen, now=LATER)


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        ("summary", "x" * 20_001, "it has 20,001 characters, and at most 20,000 are allowed"),
        ("summary", "a\x00b", "cannot be stored"),
        ("summary", "a\ud800b", "cannot be stored"),
    ],
)
def test_bad_text_is_refused_at_its_question(code, text, said, contribution, writer):
    with pytest.raises(RuleBroken, match=said) as refused:
        write_answer(contribution, draft_for(contribution, code, text), actor=writer, now=LATER)

    assert refused.value.field.startswith("q-")
    assert not Answer.objects.exists()


def test_answer_of_which_nothing_is_seen_is_no_answer(contribution, writer):
    answered(contribution, by=writer, summary="\u200b\u200f")

    assert not Answer.objects.filter(text__gt="").exists()


def test_arabic_and_line_breaks_are_kept(contribution, writer):
    answered(contribution, by=writer, summary="أُنجز\u200f التدريب\r\nفي القاهرة")

    assert Answer.objects.get().text == "أُنجز\u200f التدريب\nفي القاهرة"


def test_questions_are_asked_per_activity_led_and_once_for_those_supported(party, writer):
    led = ActivityFactory(lead=party)
    supported = ActivityFactory(objective=led.objective, supporting=[party])
    contribution = drafted(party, opened_round(party, plan=led.objective.plan))

    drafts = [
        draft_for(contribution, "status", "ongoing", activity=led),
        draft_for(contribution, "agree", "We agree.", activity=supported),
    ]
    write_answers(contribution, actor=writer, drafts=drafts, now=LATER)

    assert dict(Answer.objects.values_list("activity__code", "text")) == {
        led.code: "ongoing",
        supported.code: "We agree.",
    }
    with pytest.raises(RuleBroken, match="Choose one"):
        write_answer(contribution, draft_for(contribution, "status", "soon", activity=led), actor=writer, now=LATER)


def test_activity_of_another_participant_is_not_asked(contribution, writer):
    other = ActivityFactory(objective__plan=contribution.round.plan)

    with pytest.raises(RuleBroken, match="not asked"):
        write_answer(
            contribution, draft_for(contribution, "progress", "Ours?", activity=other), actor=writer, now=LATER
        )


@pytest.mark.parametrize("role", ["senior_official", "mission", "cabinet", "secretariat_officer", "presidency_current"])
def test_only_those_who_write_for_the_participant_write(role, contribution, party):
    with pytest.raises(NotAllowed):
        write_answer(contribution, draft_for(contribution, "summary", "Not ours."), actor=actor(role, party), now=LATER)


def test_nothing_is_written_once_it_was_submitted(contribution, party, writer):
    focal_point = actor("focal_point", party)
    written = answered(contribution, by=writer, summary="All of it.")
    submit_contribution(written, actor=focal_point, version=written.version, now=LATER)

    with pytest.raises(IllegalTransition):
        answered(contribution, by=writer, summary="One more thing.")


def test_form_opens_prefilled_from_the_last_complete_contribution_and_asks_for_confirmation(party, writer):
    activity = ActivityFactory(lead=party)
    first = opened_round(party, plan=activity.objective.plan)
    begun = drafted(party, first)
    write_answer(begun, draft_for(begun, "progress", "Half of it.", activity=activity), actor=writer, now=LATER)
    finish(begun, party)
    second = opened_round(
        party,
        plan=first.plan,
        previous=first,
        period_begins_on="2026-01-01",
        period_ends_on="2026-12-31",
    )

    again = drafted(party, second)

    answers = Answer.objects.filter(contribution=again)
    assert set(answers.values_list("question__code", "text", "is_prefilled")) == {
        ("summary", "What we did.", True),
        ("progress", "Half of it.", True),
    }
    focal_point = actor("focal_point", party)
    with pytest.raises(RuleBroken, match="confirmation"):
        submit_contribution(again, actor=focal_point, version=again.version, now=LATER)
    confirmed = write_answers(
        again,
        actor=writer,
        drafts=[
            draft_for(again, "summary", "What we did.", confirms=True),
            draft_for(again, "progress", "Three quarters.", activity=activity),
        ],
        now=LATER,
    ).contribution
    assert submit_contribution(confirmed, actor=focal_point, version=confirmed.version, now=LATER).state == "submitted"


def finish(begun, party):
    """Submit and clear a contribution that was begun."""
    written = answered(begun, summary="What we did.")
    sent = submit_contribution(written, actor=actor("focal_point", party), version=written.version, now=LATER)
    return mark_complete(sent, actor=actor("secretariat_officer"), version=sent.version, now=LATER)


def test_what_was_received_but_not_complete_prefills_nothing(party):
    first = opened_round(party)
    begun = answered(drafted(party, first), summary="Not cleared.")
    submit_contribution(begun, actor=actor("focal_point", party), version=begun.version, now=LATER)
    second = opened_round(party, period_begins_on="2026-01-01", period_ends_on="2026-12-31")

    again = drafted(party, second)

    assert not Answer.objects.filter(contribution=again).exists()


@pytest.mark.parametrize("typed", ["5,400", "5 40", "54 00", "5.400,5", "1,5,2", "٥٬٤٠", "+-5", "5.", "forty"])
def test_number_that_is_not_in_plain_digits_is_refused_with_the_way_to_write_it(typed):
    with pytest.raises(RuleBroken) as refused:
        clean_answer(QuestionKind.NUMBER, typed)

    assert str(refused.value) == (
        "Write a number in digits, without separators between thousands, with a point before decimals."
    )
    assert clean_answer(QuestionKind.NUMBER, "5400.5") == "5400.5"


@pytest.mark.parametrize("typed", ["33.3333333333", "-9999999999999999", "٣٫٣٣٣٣٣٣٣"])
def test_number_of_too_many_digits_is_to_be_rounded(typed):
    with pytest.raises(RuleBroken) as refused:
        clean_answer(QuestionKind.NUMBER, typed)

    assert str(refused.value) == "A number has at most 15 digits before the decimals, and 6 decimals: round it."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("8,2", "8.2"),
        ("-0,75", "-0.75"),
        ("5 400", "5400"),
        ("1\u202f234\u00a0567,5", "1234567.5"),
        ("3,1416", "3.1416"),
        ("−5", "-5"),
    ],
)
def test_number_with_a_decimal_comma_or_spaces_between_thousands_is_that_number(typed, kept):
    assert clean_answer(QuestionKind.NUMBER, typed) == kept


SAME = {
    "-0": "0",
    "-0,0": "0",
    "00012": "12",
    "+5": "5",
    "-007.50": "-7.5",
    "5.0": "5",
    "1 234,5": "1234.5",
    "1’234’567": "1234567",
    "٥٬٤٠٠": "5400",
    "٠٠١٢٫٥٠": "12.5",
}
"""Numbers as they are typed, and the one writing each of them is kept in."""


@pytest.mark.parametrize(("typed", "kept"), SAME.items())
def test_number_is_kept_in_one_writing_and_stays_as_it_is(typed, kept):
    assert clean_answer(QuestionKind.NUMBER, typed) == clean_answer(QuestionKind.NUMBER, kept) == kept


@pytest.mark.parametrize(("stored", "shown"), [("8.2", "8,2"), ("5400", "5400"), ("1.234", "1.234"), ("", "")])
def test_number_stands_in_its_field_as_a_french_reader_types_it_and_is_taken_back_as_it_was(stored, shown):
    with override("fr"):
        assert as_typed(QuestionKind.NUMBER, stored) == shown
        assert clean_answer(QuestionKind.NUMBER, shown) == stored


@pytest.mark.parametrize(("typed", "kept"), [("٧٫٢", "7.2"), ("٤٥", "45"), ("۱۲.۵", "12.5"), ("-٣", "-3")])
def test_number_in_arabic_or_persian_digits_is_that_number(typed, kept):
    assert clean_answer(QuestionKind.NUMBER, typed) == kept
