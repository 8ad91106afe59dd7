"""Questions to a contribution, and what becomes of answers changed meanwhile."""

import pytest
from django.db import DatabaseError, transaction
from django.utils.translation import override

from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.ledger.models import LedgerEntry, subject_of
from notifications.models import Obligation
from reports.forms.contributions import AskForm
from reports.models import Query, TemplateQuestion
from reports.permissions.queries import can_ask_again
from reports.selectors.asked import asked_sections
from reports.services.contributions import withdraw_contribution
from reports.services.judging import mark_complete
from reports.services.queries import ask, ask_again, nothing_to_add, reply_to_query, settle
from reports.workflow import QUERY
from tests.factories.actionplan import ActivityFactory, ObjectiveFactory
from tests.factories.parties import actor, actor_as, participant, person
from tests.factories.reports import LATER, answered, completed, fresh, opened_round, questioned, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def focal_point(party):
    return actor("focal_point", party)


@pytest.fixture
def query(party):
    return questioned(party, opened_round(party))


def test_question_sends_the_contribution_back_and_asks_the_participant(query, party):
    assert query.contribution.state == "question_open"
    request = Obligation.objects.get(kind="contribution.question")
    assert (request.party, request.subject_uuid, request.closed_at) == (party, query.uuid, None)
    assert LedgerEntry.objects.get(subject=subject_of(query)).audience == f"unit+staff:{party.pk}"


@pytest.fixture
def places(party):
    """A sent contribution of a participant that leads one activity of the plan and supports another."""
    round_ = opened_round(party)
    objective = ObjectiveFactory(plan=round_.plan)
    led, supported = ActivityFactory(objective=objective, lead=party), ActivityFactory(objective=objective)
    supported.supporting.add(party)
    of = {one.code: one for one in TemplateQuestion.objects.filter(section__template=round_.state_template)}
    return submitted(party, round_), of, {"led": led, "supported": supported, "foreign": ActivityFactory(), "": None}


def ask_about(places, code, which):
    sent, questions, activities = places
    about = {"question": questions.get(code), "activity": activities[which]}
    return ask(sent, actor=actor("secretariat_officer"), version=sent.version, now=LATER, asked="How many?", **about)


@pytest.mark.parametrize(
    ("code", "which"), [("summary", ""), ("progress", "led"), ("agree", "supported"), ("", "led"), ("", "supported")]
)
def test_question_is_about_what_the_participant_was_asked(places, code, which):
    query = ask_about(places, code, which)

    sections = {section.name for section in asked_sections(query.contribution)}
    assert query.anchor == "" or query.anchor in sections


@pytest.mark.parametrize(
    ("code", "which", "field"),
    [
        ("summary", "led", "activity"),
        ("progress", "supported", "activity"),
        ("progress", "", "activity"),
        ("agree", "led", "activity"),
        ("", "foreign", "activity"),
    ],
)
def test_nothing_is_asked_about_what_the_participant_was_not_asked(places, code, which, field):
    with pytest.raises(RuleBroken) as refused:
        ask_about(places, code, which)

    assert refused.value.field == field
    assert fresh(places[0]).state == "submitted"


def test_participant_without_supported_activities_is_asked_nothing_about_them(party):
    sent = submitted(party, opened_round(party))
    agree = TemplateQuestion.objects.get(section__template=sent.round.state_template, code="agree")

    form = AskForm(obj=sent, actor=actor("secretariat_officer"))
    assert agree not in form.fields["question"].queryset
    with pytest.raises(RuleBroken) as refused:
        ask(sent, actor=form.actor, version=sent.version, now=LATER, asked="How many?", question=agree)
    assert refused.value.field == "question"


def test_what_a_question_is_about_is_called_optional(party):
    form = AskForm(obj=submitted(party, opened_round(party)), actor=actor("secretariat_officer"))

    for name in ("question", "activity"):
        assert str(form.fields[name].help_text).startswith("Optional: ")


@pytest.mark.parametrize(("language", "of_a_question", "of_a_request"), [("ar", "وقت السؤال", "وقت الطلب")])
def test_moment_of_a_question_has_its_own_name(language, of_a_question, of_a_request):
    with override(language):
        assert str(Query._meta.get_field("asked_at").verbose_name) == of_a_question
        assert str(Obligation._meta.get_field("opened_at").verbose_name) == of_a_request


def test_last_reply_brings_the_contribution_back(query, focal_point):
    replied = reply_to_query(query, actor=focal_point, version=1, now=LATER, reply="Forty.")

    assert (replied.state, replied.reply) == ("answered", "Forty.")
    assert fresh(query.contribution).state == "submitted"
    assert fresh(query.contribution).snapshots.count() == 1
    assert Obligation.objects.get(kind="contribution.question").close_reason == "answered"


def test_contribution_waits_until_each_question_is_answered(query, focal_point):
    sent = fresh(query.contribution)
    second = ask(sent, actor=actor("secretariat_officer"), version=sent.version, now=LATER, asked="And where?")

    reply_to_query(query, actor=focal_point, version=1, now=LATER, reply="Forty.")
    assert fresh(sent).state == "question_open"
    nothing_to_add(second, actor=focal_point, version=1, now=LATER)

    assert fresh(sent).state == "submitted"
    assert fresh(second).state == "nothing_to_add"


def test_changed_answers_are_sent_along_with_the_last_reply(query, focal_point, party):
    answered(query.contribution, by=focal_point, summary="Forty people were trained.")

    reply_to_query(query, actor=focal_point, version=1, now=LATER, reply="See the first answer.")

    sent = fresh(query.contribution)
    assert sent.receipt_number == f"{sent.round.code}/{party.code}/2"
    answers = sent.snapshots.get(number=2).content["sections"][0]["answers"]
    assert [answer["answer"] for answer in answers] == ["Forty people were trained."]


def test_reply_does_not_send_an_emptied_required_answer(query, focal_point):
    answered(query.contribution, by=focal_point, summary="")

    with pytest.raises(RuleBroken):
        reply_to_query(query, actor=focal_point, version=1, now=LATER, reply="Gone.")

    assert fresh(query).state == "open"


@pytest.mark.parametrize("role", ["contributor", "alternate", "senior_official", "mission", "secretariat_officer"])
def test_only_the_submitting_office_replies(role, query, party):
    with pytest.raises(NotAllowed):
        reply_to_query(query, actor=actor(role, party), version=1, now=LATER, reply="Not mine to say.")


@pytest.mark.parametrize("role", ["focal_point", "presidency_incoming", "presidency_outgoing"])
def test_only_staff_settle(role, query, party):
    with pytest.raises(NotAllowed):
        settle(query, actor=actor(role, party), version=1, now=LATER)


def test_settling_the_only_question_brings_the_contribution_back(query):
    settle(query, actor=actor("secretariat_officer"), version=1, now=LATER)

    assert fresh(query.contribution).state == "submitted"
    assert Obligation.objects.get(kind="contribution.question").close_reason == "settled"


def test_nobody_asks_the_participant_they_also_write_for():
    france, user = participant("FR"), person("both_hats")
    sent = submitted(france, opened_round(france))

    with pytest.raises(NotAllowed):
        ask(sent, actor=actor_as(user, "presidency"), version=sent.version, now=LATER, asked="Why?")


def test_complete_contribution_is_asked_nothing(party):
    done = completed(party, opened_round(party))

    with pytest.raises(IllegalTransition):
        ask(done, actor=actor("secretariat_officer"), version=done.version, now=LATER, asked="One more?")


def test_open_questions_end_with_a_withdrawal(query, focal_point):
    sent = fresh(query.contribution)

    withdraw_contribution(sent, actor=focal_point, version=sent.version, now=LATER, reason="A mistake.")

    assert fresh(query).state == "nothing_to_add"
    assert not Obligation.objects.open().exists()


def test_empty_question_and_reply_are_refused_at_their_field(query, focal_point):
    sent, officer = fresh(query.contribution), actor("secretariat_officer")

    with pytest.raises(RuleBroken) as asked:
        ask(sent, actor=officer, version=sent.version, now=LATER, asked=" ")
    with pytest.raises(RuleBroken) as replied:
        reply_to_query(query, actor=focal_point, version=1, now=LATER, reply="\n")

    assert (asked.value.field, replied.value.field) == ("asked", "reply")
    assert "Nothing to add" in str(replied.value)


@pytest.mark.parametrize(
    ("state", "moves"),
    [("open", ["reply", "add_nothing"]), ("answered", []), ("nothing_to_add", []), ("settled", [])],
)
def test_participant_answers_open_questions_only(state, moves, query, focal_point):
    query.state = state

    assert QUERY.available(query, focal_point) == moves


def test_staff_ask_again_in_the_same_thread_and_the_turn_before_is_kept(query, focal_point):
    officer = actor("secretariat_officer")
    replied = reply_to_query(query, actor=focal_point, version=1, now=LATER, reply="Forty.")

    again = ask_again(replied, actor=officer, version=replied.version, now=LATER, asked="In which year?")

    assert (again.state, again.asked, again.reply) == ("open", "In which year?", "")
    assert [(turn.asked, turn.reply, turn.state) for turn in again.turns.all()] == [("How many?", "Forty.", "answered")]
    assert fresh(query.contribution).state == "question_open"
    assert Obligation.objects.get(kind="contribution.question").closed_at is None
    with pytest.raises(DatabaseError), transaction.atomic():
        again.turns.update(reply="Fifty.")


def test_asking_again_waits_until_the_participant_has_spoken_and_ends_with_the_contribution(query, focal_point):
    officer = actor("secretariat_officer")
    asked = {"actor": officer, "now": LATER, "asked": "Once more?"}
    with pytest.raises(IllegalTransition), transaction.atomic():
        ask_again(query, version=1, **asked)
    replied = reply_to_query(query, actor=focal_point, version=1, now=LATER, reply="Forty.")
    with pytest.raises(NotAllowed), transaction.atomic():
        ask_again(replied, version=replied.version, **{**asked, "actor": focal_point})
    done = fresh(query.contribution)
    mark_complete(done, actor=officer, version=done.version, now=LATER)

    with pytest.raises(IllegalTransition), transaction.atomic():
        ask_again(replied, version=replied.version, **asked)
    assert not can_ask_again(officer, fresh(replied))
