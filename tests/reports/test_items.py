"""Questions that unfold: a line per milestone and indicator of the activity, and lists that the participant keeps."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils.translation import override

from actionplan.models import Milestone
from foundation.errors import RuleBroken
from reports.enums import Since
from reports.models import Answer, AnswerRevision, Snapshot
from reports.papers.words import count_of_answers, snapshot_blocks, working_blocks
from reports.selectors.asked import asked_sections
from reports.selectors.asked_one import asked_one
from reports.selectors.progress import blockers, progress_of
from reports.selectors.snapshots import read_sections
from reports.services.answers import write_answers
from reports.services.contributions import submit_contribution
from reports.services.judging import mark_complete
from reports.services.snapshots import same_words, version_of_answers, words_of, working_version
from tests.factories.actionplan import IndicatorFactory, MilestoneFactory
from tests.factories.parties import actor, person
from tests.factories.reports import LATER, QuestionFactory, draft_for, drafted, fresh, opened_round, template

pytestmark = pytest.mark.django_db
ROW = UUID("5b3a3c52-9a55-4b1c-8f0e-0a0f1a2b3c4d")


def unfolding(audience="state"):
    """The usual template with questions that unfold."""
    made = template(audience)
    general, led = made.sections.get(code="general"), made.sections.get(code="activity")
    QuestionFactory(section=general, code="projects", kind="entries", position=3, text_en="Projects and policies")
    QuestionFactory(section=led, code="milestones", kind="milestones", position=3, text_en="Milestones")
    QuestionFactory(section=led, code="values", kind="indicator_values", position=4, text_en="Values")
    return made


@pytest.fixture
def begun(party, activity):
    return drafted(party, opened_round(party, plan=activity.objective.plan, state_template=unfolding()))


def asked(contribution, code):
    items = [item for section in asked_sections(fresh(contribution)) for item in section.questions]
    return [item for item in items if item.question.code == code]


def write(contribution, *drafts):
    return write_answers(contribution, actor=actor("focal_point", contribution.party), drafts=drafts, now=LATER)


def finish(contribution):
    """Submit and clear."""
    now = fresh(contribution)
    sent = submit_contribution(now, actor=actor("focal_point", now.party), version=now.version, now=LATER)
    return mark_complete(sent, actor=actor("secretariat_officer"), version=sent.version, now=LATER)


def next_round(contribution):
    """The same participant begins its next report."""
    before = contribution.round
    after = opened_round(
        contribution.party,
        plan=before.plan,
        previous=before,
        state_template=before.state_template,
        period_begins_on="2026-01-01",
        period_ends_on="2026-12-31",
    )
    return drafted(contribution.party, after)


def test_each_milestone_and_each_indicator_of_the_activity_has_a_line_of_its_own(begun, activity):
    first, second = MilestoneFactory.create_batch(2, activity=activity)
    number = IndicatorFactory(activity=activity)
    MilestoneFactory()

    lines = asked(begun, "milestones")

    assert [line.item for line in lines] == [first.uuid, second.uuid]
    assert [line.label for line in lines] == [first.title, second.title]
    assert [line.item for line in asked(begun, "values")] == [number.uuid]
    assert len({line.name for line in [*lines, *asked(begun, "values")]}) == 3


@pytest.mark.parametrize("text", ["planned", "planned 2026-09-30", "reached 2026-03-01", "dropped"])
def test_milestone_is_answered_by_a_state_and_a_day(text, begun, activity):
    milestone = MilestoneFactory(activity=activity)

    write(begun, draft_for(begun, "milestones", text, activity=activity, item=milestone.uuid))

    assert Answer.objects.values_list("item", "text").get() == (milestone.uuid, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("reached", "on which day"),
        ("reached 2026-02-30", "no such day"),
        ("reached 2126-03-01", "lies ahead"),
        ("soon", "Choose a state"),
        ("2026-03-01", "Choose a state"),
        ("reached 1.3.2026", "Choose a state"),
    ],
)
def test_milestone_answered_otherwise_is_refused_at_its_line(text, said, begun, activity):
    milestone = MilestoneFactory(activity=activity)

    with pytest.raises(RuleBroken, match=said) as refused:
        write(begun, draft_for(begun, "milestones", text, activity=activity, item=milestone.uuid))

    assert refused.value.field.endswith(f"-{milestone.uuid.hex[-8:]}")


def test_milestones_whose_ends_are_alike_are_named_in_full_and_never_taken_for_each_other(begun, activity):
    first = MilestoneFactory(activity=activity, uuid=UUID("5b3a3c52-9a55-4b1c-8f0e-0a0f1a2b3c4d"))
    second = MilestoneFactory(activity=activity, uuid=UUID("6c3a3c52-9a55-4b1c-8f0e-0a0f1a2b3c4d"))

    names = [line.name for line in asked(begun, "milestones")]

    assert [name.endswith(one.uuid.hex) for name, one in zip(names, (first, second), strict=True)] == [True, True]
    assert [asked_one(begun, name).item for name in names] == [first.uuid, second.uuid]
    assert asked_one(begun, f"{names[0][:-33]}-1a2b3c4d") is None


@pytest.mark.parametrize(("code", "text"), [("milestones", "dropped"), ("values", "12.5")])
def test_a_line_is_found_with_its_activity_and_answer_in_three_questions(
    code, text, begun, activity, django_assert_num_queries
):
    thing = MilestoneFactory(activity=activity) if code == "milestones" else IndicatorFactory(activity=activity)
    write(begun, draft_for(begun, code, text, activity=activity, item=thing.uuid))
    [line] = asked(begun, code)
    contribution = fresh(begun)
    assert asked_one(contribution, line.name).text == text

    with django_assert_num_queries(3):
        asked_one(contribution, line.name)


def test_form_whose_names_have_every_digit_is_saved(begun, activity, client):
    MilestoneFactory(activity=activity)
    (line,) = asked(begun, "milestones")
    client.force_login(person("focal_point", begun.party))
    typed = {f"{line.full_name}_0": "reached", f"{line.full_name}_1": "2026-03-01", f"v{line.full_name[1:]}": 0}

    saved = client.post(reverse("portal-form", kwargs={"uuid": begun.uuid}), {"language": "en", **typed})

    assert (saved.status_code, line.name == line.full_name) == (302, False)
    assert Answer.objects.values_list("item", "text").get() == (line.item, "reached 2026-03-01")


@pytest.mark.parametrize(
    ("plan", "activity_from", "noted", "first"),
    [
        ("2025-04-09", None, None, "2025-04-09"),
        ("2025-04-09", "2025-03-01", None, "2025-03-01"),
        ("2025-04-09", "2025-06-01", "2024-12-01", "2024-12-01"),
        (None, None, None, "1925-10-23"),
    ],
)
def test_nothing_is_reached_before_the_work_began(plan, activity_from, noted, first, begun, activity):
    activity.objective.plan.begins_on = plan
    activity.objective.plan.save()
    activity.begins_on = activity_from
    activity.save()
    item = MilestoneFactory(activity=activity, reached_on=noted).uuid
    begun.round.refresh_from_db()
    before = date.fromisoformat(first) - timedelta(days=1)

    if plan:
        with pytest.raises(RuleBroken, match="look at its year"):
            write(begun, draft_for(begun, "milestones", f"reached {before}", activity=activity, item=item))
    write(begun, draft_for(begun, "milestones", f"reached {first}", activity=activity, item=item))

    assert Answer.objects.get().text == f"reached {first}"


def test_day_before_the_work_is_refused_at_its_milestone_while_typing_and_in_the_form(begun, activity, client):
    activity.objective.plan.begins_on = "2025-04-09"
    activity.objective.plan.save()
    MilestoneFactory(activity=activity)
    (line,) = asked(begun, "milestones")
    client.force_login(person("focal_point", begun.party))
    field = reverse("portal-autosave", kwargs={"uuid": begun.uuid, "name": line.name})
    form = reverse("portal-form", kwargs={"uuid": begun.uuid})
    typed = {"language": "en", f"{line.name}_0": "reached", f"{line.name}_1": "1925-10-23", f"v{line.name[1:]}": 0}

    paused = client.post(field, {"text": "reached 1925-10-23", "version": 0})
    sent = client.post(form, typed)

    assert (paused.status_code, paused.json()["state"], sent.status_code) == (400, "refused", 400)
    assert sent.context["form"].errors == {line.name: [paused.json()["said"]]}
    assert "look at its year" in paused.json()["said"]
    assert f'href="#id_{line.name}"' in sent.content.decode()
    assert f'id="id_{line.name}"' in sent.content.decode()
    assert not Answer.objects.exists()


def test_an_answer_has_a_name_in_the_page_if_a_link_may_lead_to_it(begun, activity, client):
    MilestoneFactory(activity=activity)
    indicators = IndicatorFactory.create_batch(2, activity=activity, is_qualitative=True)
    written = draft_for(begun, "values", "Done in two places", activity=activity, item=indicators[0].uuid)
    write(begun, written)
    (said, unsaid), (milestone,) = asked(begun, "values"), asked(begun, "milestones")
    client.force_login(person("focal_point", begun.party))
    page = client.get(reverse("portal-form", kwargs={"uuid": begun.uuid})).content.decode()

    lines = [*asked(begun, "summary"), said, unsaid, milestone]
    assert [f'id="id_{line.name}' in page for line in lines] == [True, True, False, False]


def test_day_that_stands_is_not_judged_again(begun, activity):
    item = MilestoneFactory(activity=activity).uuid
    said = draft_for(begun, "milestones", "reached 2025-05-01", activity=activity, item=item)
    write(begun, said)
    activity.objective.plan.begins_on = "2025-06-01"
    activity.objective.plan.save()
    begun.round.refresh_from_db()

    write(begun, replace(said, version=1))

    assert Answer.objects.get().version == 1


def test_milestone_of_another_activity_is_not_asked(begun, activity):
    other = MilestoneFactory()

    with pytest.raises(RuleBroken, match="not asked"):
        write(begun, draft_for(begun, "milestones", "planned", activity=activity, item=other.uuid))


def test_indicator_takes_a_number_and_a_qualitative_one_takes_words(begun, activity):
    number = IndicatorFactory(activity=activity, is_qualitative=False)
    words = IndicatorFactory(activity=activity, is_qualitative=True)

    with pytest.raises(RuleBroken, match="in digits"):
        write(begun, draft_for(begun, "values", "about forty", activity=activity, item=number.uuid))
    write(begun, draft_for(begun, "values", "about forty", activity=activity, item=words.uuid))

    assert Answer.objects.get().text == "about forty"


@pytest.mark.parametrize(
    ("language", "read"),
    [("en", "-5,150.123456"), ("fr", "-5\u202f150,123456"), ("ar", "-5,150.123456")],
)
def test_number_reads_as_the_reader_writes_numbers_to_its_last_digit(language, read, begun, activity):
    number = IndicatorFactory(activity=activity, is_qualitative=False)
    write(begun, draft_for(begun, "values", "-5150.123456", activity=activity, item=number.uuid))

    with override(language):
        assert [item.text_read for item in asked(begun, "values")] == [read]


def test_number_on_paper_is_set_as_its_reader_reads_it_and_is_in_no_language(begun, activity):
    number = IndicatorFactory(activity=activity, is_qualitative=False, unit_en="people", unit_ar="شخص")
    said = draft_for(begun, "values", "5150.5", activity=activity, item=number.uuid)
    write(begun, said, draft_for(begun, "summary", "Done."))
    with override("ar"):
        draft = list(working_blocks(asked_sections(fresh(begun)), {}))
        finish(begun)
        sent = list(snapshot_blocks(Snapshot.objects.get().content["sections"]))

    assert [block.remark for block in draft if block.text == "5,150.5 شخص"] == [""]
    assert [block.remark for block in sent if block.text == "5,150.5 شخص"] == [""]


def test_number_that_was_typed_as_text_stays_as_it_was_typed(begun, activity):
    words = IndicatorFactory(activity=activity, is_qualitative=True)
    write(begun, draft_for(begun, "values", "5150", activity=activity, item=words.uuid))

    assert [item.text_read for item in asked(begun, "values")] == ["5150"]


def test_list_always_has_one_row_to_write_in_and_a_written_row_stays(begun):
    spare = asked(begun, "projects")[0]
    write(begun, draft_for(begun, "projects", "A training centre.", item=spare.item))

    rows = asked(begun, "projects")

    assert [(row.text, row.is_spare, row.number) for row in rows] == [("A training centre.", False, 1), ("", True, 2)]
    assert rows[0].name == spare.name
    assert rows[1].item != spare.item


def test_row_that_is_offered_is_none_that_somebody_made(begun):
    offered, *_rest = asked(begun, "projects")
    write(begun, draft_for(begun, "projects", "The second of two.", item=ROW))
    after = asked(begun, "projects")[-1].item
    write(begun, draft_for(begun, "projects", "", item=ROW), draft_for(begun, "projects", "The first.", item=after))

    assert asked(begun, "projects")[-1].item not in {offered.item, after, ROW}


def test_row_made_by_the_page_is_taken_in(begun):
    write(begun, draft_for(begun, "projects", "Added in the browser.", item=ROW))

    assert [row.item for row in asked(begun, "projects") if not row.is_spare] == [ROW]


def test_row_needs_its_list(begun):
    with pytest.raises(RuleBroken, match="not asked"):
        write(begun, draft_for(begun, "summary", "No list.", item=ROW))


def test_list_has_an_end(begun, monkeypatch):
    monkeypatch.setattr("reports.services.one_answer.MOST_ROWS", 2)
    write(begun, *(draft_for(begun, "projects", f"Row {n}.", item=uuid4()) for n in range(2)))

    with pytest.raises(RuleBroken, match="full"):
        write(begun, draft_for(begun, "projects", "One too many.", item=uuid4()))


def test_two_people_writing_the_same_new_row_see_both_texts(begun):
    spare = asked(begun, "projects")[0]
    write(begun, draft_for(begun, "projects", "Theirs.", item=spare.item, version=0))

    written = write(begun, draft_for(begun, "projects", "Ours.", item=spare.item, version=0))

    assert [(one.yours, one.theirs) for one in written.conflicts] == [("Ours.", "Theirs.")]


def test_closing_is_recorded_and_a_form_read_before_does_not_undo_it(begun):
    write(begun, draft_for(begun, "projects", "The law of 2019.", item=ROW))
    write(begun, draft_for(begun, "projects", "The law of 2019.", item=ROW, closes=True))

    stale = write(begun, draft_for(begun, "projects", "The law of 2019.", item=ROW, version=1, closes=False))

    assert (stale.saved, stale.conflicts) == ([], [])
    assert Answer.objects.get().is_closed
    assert list(AnswerRevision.objects.values_list("version", "is_closed")) == [(1, False), (2, True)]


def test_closed_row_is_opened_again_by_who_saw_it_closed(begun):
    write(begun, draft_for(begun, "projects", "The law of 2019.", item=ROW, closes=True))

    write(begun, draft_for(begun, "projects", "The law of 2019.", item=ROW, closes=False))

    assert not Answer.objects.get().is_closed


def test_autosave_that_says_nothing_of_closing_leaves_it(begun):
    write(begun, draft_for(begun, "projects", "The law of 2019.", item=ROW, closes=True))

    write(begun, draft_for(begun, "projects", "The law of 2019, amended.", item=ROW))

    assert Answer.objects.values_list("text", "is_closed").get() == ("The law of 2019, amended.", True)


def test_only_a_row_with_words_is_closed(begun):
    write(begun, draft_for(begun, "projects", "x", item=ROW), draft_for(begun, "summary", "y", closes=True))
    write(begun, draft_for(begun, "projects", "", item=ROW, closes=True))

    assert not Answer.objects.filter(is_closed=True).exists()


def test_snapshot_says_the_item_its_label_and_what_was_closed(begun, activity):
    milestone = MilestoneFactory(activity=activity, title_en="Guide printed")
    value = IndicatorFactory(activity=activity, unit_en="people", is_qualitative=False)
    write(
        begun,
        draft_for(begun, "summary", "All."),
        draft_for(begun, "milestones", "reached 2026-03-01", activity=activity, item=milestone.uuid),
        draft_for(begun, "values", "40", activity=activity, item=value.uuid),
        draft_for(begun, "projects", "The law of 2019.", item=ROW, closes=True),
    )

    finish(begun)

    content = Snapshot.objects.get().content
    said = {one["question"]: one for section in content["sections"] for one in section["answers"]}
    assert said["milestones"]["item"] == str(milestone.uuid)
    assert said["milestones"]["label"]["en"] == "Guide printed"
    assert said["values"]["unit"]["en"] == "people"
    assert (said["projects"]["item"], said["projects"]["closed"]) == (str(ROW), True)
    assert (said["summary"]["item"], said["summary"]["label"], said["summary"]["since"]) == (None, None, None)
    read = [answer for section in read_sections(content["sections"], []) for answer in section.answers]
    assert "reached: 1 March 2026" in [answer.text for answer in read]


def as_read_in(sections):
    return [answer.text_read for section in read_sections(sections, []) for answer in section.answers]


def test_a_number_without_a_unit_reads_as_a_number_and_an_earlier_version_of_the_same_words_stays_as_it_is(
    begun, activity
):
    counted = IndicatorFactory(activity=activity, is_qualitative=False)
    write(begun, draft_for(begun, "summary", "All."))
    write(begun, draft_for(begun, "values", "1234.5", activity=activity, item=counted.uuid))

    finish(begun)

    frozen = Snapshot.objects.get()
    earlier = words_of(frozen.content["sections"])
    assert [as_read_in(said) for said in (frozen.content["sections"], earlier)] == [
        ["All.", "1,234.5"],
        ["All.", "1234.5"],
    ]
    frozen.content["sections"] = earlier
    assert same_words(begun, frozen)
    assert working_version(begun) == version_of_answers(earlier)


def test_next_time_rows_and_lines_come_back_under_the_same_item_and_closed_rows_do_not(begun, activity):
    milestone = MilestoneFactory(activity=activity)
    write(
        begun,
        draft_for(begun, "summary", "All."),
        draft_for(begun, "milestones", "planned 2026-09-30", activity=activity, item=milestone.uuid),
        draft_for(begun, "projects", "A training centre.", item=ROW),
        draft_for(begun, "projects", "The law of 2019.", item=uuid4(), closes=True),
    )
    done = finish(begun)

    again = next_round(done)

    taken = Answer.objects.filter(contribution=again).values_list("question__code", "item", "text", "is_prefilled")
    assert set(taken) == {
        ("summary", None, "All.", True),
        ("milestones", milestone.uuid, "planned 2026-09-30", True),
        ("projects", ROW, "A training centre.", True),
    }
    assert again.prefilled_from == done.snapshots.get()


def test_the_paper_for_clearance_says_how_many_answers_nobody_has_confirmed(begun):
    write(begun, draft_for(begun, "summary", "All."), draft_for(begun, "projects", "A centre.", item=ROW))
    before = count_of_answers(asked_sections(fresh(begun)))

    again = next_round(finish(begun))

    after = count_of_answers(asked_sections(again))
    assert (before, after) == ("2 of 5", "2 of 5, 2 of them still to be confirmed")


def test_milestone_that_the_plan_no_longer_has_is_not_taken_over(begun, activity):
    milestone = MilestoneFactory(activity=activity)
    write(
        begun,
        draft_for(begun, "summary", "All."),
        draft_for(begun, "milestones", "planned", activity=activity, item=milestone.uuid),
    )
    done = finish(begun)
    milestone.delete()

    again = next_round(done)

    assert set(Answer.objects.filter(contribution=again).values_list("question__code", flat=True)) == {"summary"}


def test_what_became_of_each_answer_since_last_time_is_said(begun, activity):
    rows = {name: uuid4() for name in ("kept", "changed", "closed", "waiting")}
    write(begun, draft_for(begun, "summary", "All."))
    write(begun, *(draft_for(begun, "projects", name, item=row) for name, row in rows.items()))
    again = next_round(finish(begun))

    write(
        again,
        draft_for(again, "projects", "kept", item=rows["kept"], confirms=True),
        draft_for(again, "projects", "other words", item=rows["changed"]),
        draft_for(again, "projects", "closed", item=rows["closed"], closes=True),
        draft_for(again, "projects", "added", item=ROW),
    )

    since = {row.item: row.since for row in asked(again, "projects") if not row.is_spare}
    assert since == {
        rows["kept"]: Since.UNCHANGED,
        rows["changed"]: Since.CHANGED,
        rows["closed"]: Since.CLOSED,
        rows["waiting"]: Since.UNCONFIRMED,
        ROW: Since.NEW,
    }


def test_first_report_marks_nothing_as_new(begun):
    write(begun, draft_for(begun, "projects", "A training centre.", item=ROW))

    assert [row.since for row in asked(begun, "projects")] == [None, None]


def test_confirming_keeps_the_language_it_was_written_in(begun):
    write_answers(
        begun,
        actor=actor("focal_point", begun.party),
        drafts=[draft_for(begun, "summary", "Tout.")],
        now=LATER,
        language="fr",
    )
    again = next_round(finish(begun))

    write(again, draft_for(again, "summary", "Tout.", confirms=True))

    assert (again.language, Answer.objects.get(contribution=again).language) == ("en", "fr")


def test_required_list_wants_one_row_and_each_row_its_confirmation(begun):
    general = asked_sections(begun)[0]
    list_question = next(item.question for item in general.questions if item.is_of_list)
    list_question.is_required = True

    assert [(one.reason, one.asked.question.code) for one in blockers([general])] == [
        ("required", "summary"),
        ("required", "projects"),
    ]


def test_progress_counts_a_list_once_and_each_milestone_by_itself(begun, activity):
    milestones = MilestoneFactory.create_batch(3, activity=activity)
    write(
        begun,
        draft_for(begun, "milestones", "planned", activity=activity, item=milestones[0].uuid),
        draft_for(begun, "projects", "One.", item=uuid4()),
        draft_for(begun, "projects", "Two.", item=uuid4()),
    )

    general, led = asked_sections(fresh(begun))[:2]

    assert (progress_of(general).answered, progress_of(general).asked, progress_of(general).open) == (1, 3, 1)
    assert (progress_of(led).answered, progress_of(led).asked) == (1, 5)
    assert (progress_of(general).is_done, progress_of(led).is_done) == (False, True)


@pytest.mark.parametrize(
    ("answer", "noted", "offered"),
    [
        ("planned 2026-09-30", {"state": "reached", "reached_on": "2026-10-02"}, "reached 2026-10-02"),
        ("planned", {"state": "dropped"}, "dropped"),
        ("planned 2026-09-30", {"due_on": "2027-01-31"}, "planned 2026-09-30"),
        ("reached 2025-09-30", {"state": "dropped"}, "reached 2025-09-30"),
    ],
)
def test_milestone_that_was_planned_is_offered_as_the_plan_notes_it_by_now(answer, noted, offered, begun, activity):
    milestone = MilestoneFactory(activity=activity)
    write(begun, draft_for(begun, "milestones", answer, activity=activity, item=milestone.uuid))
    write(begun, draft_for(begun, "summary", "What we did."))
    finish(begun)
    Milestone.objects.filter(pk=milestone.pk).update(**noted)

    found = Answer.objects.get(contribution=next_round(begun), question__code="milestones")

    assert (found.text, found.said_before, found.is_prefilled) == (offered, answer, True)


def test_a_section_that_waits_for_confirmation_does_not_say_that_nothing_is_to_be_done(begun, activity, client):
    milestone = MilestoneFactory(activity=activity)
    write(begun, draft_for(begun, "milestones", "dropped", activity=activity, item=milestone.uuid))
    write(begun, draft_for(begun, "summary", "What we did."))
    finish(begun)
    again = next_round(begun)
    client.force_login(person("focal_point", begun.party))

    page = client.get(reverse("portal-form", kwargs={"uuid": again.uuid})).content.decode()

    assert "Nothing in this section has to be answered." not in page
    assert page.count("Nothing else in this section has to be answered.") == 1
