"""A focal point hands sections to colleagues: inside one participant, seen by nobody else, and nothing is lost."""

from datetime import date, timedelta

import pytest

from foundation.errors import IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry, subject_of
from foundation.outbox.models import Message
from foundation.outbox.registry import is_wanted
from notifications.models import Obligation
from notifications.selectors import drift
from parties.models import Mandate
from reports.enums import ContributionState, HandedState
from reports.models import Answer, HandedSection
from reports.selectors.asked import asked_sections
from reports.selectors.handed import colleagues_of, handed_of, handed_to
from reports.selectors.obligations import SECTION_HANDED
from reports.services.autosave import Typed, save_field
from reports.services.contributions import delete_draft, submit_contribution, withdraw_contribution
from reports.services.handing import (
    choose_writers,
    finish_section,
    go_on_with_section,
    hand_over,
    take_section_back,
)
from reports.services.rounds import close_round, close_to_contributions
from reports.workflow import HANDED
from tests.factories.actionplan import ActivityFactory
from tests.factories.parties import AuthorityFactory, PartyFactory, UserFactory, actor, actor_as, appoint
from tests.factories.reports import (
    LATER,
    answered,
    contribution_of,
    draft_for,
    drafted,
    fresh,
    opened_round,
    questioned,
    submitted,
    write_answers,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def focal_point(party):
    return actor("focal_point", party)


@pytest.fixture
def colleague(party):
    return appoint("contributor", party, user=UserFactory(full_name="Amina Hassan", language="fr"))


@pytest.fixture
def contribution(party, focal_point):
    activity = ActivityFactory(lead=party, code="A-12")
    return drafted(party, opened_round(party, plan=activity.objective.plan), by=focal_point)


def handed_over(contribution, to, *, by, number=0, **given):
    """One section, handed to somebody."""
    name = asked_sections(contribution)[number].name
    return hand_over(contribution, actor=by, now=LATER, places=[name], to=to.uuid, **given)[0]


def test_section_is_asked_of_one_colleague_by_mail_and_as_a_request_that_only_the_house_sees(
    contribution, focal_point, colleague, party
):
    handed = handed_over(contribution, colleague, by=focal_point, due_on=date(2026, 4, 1), note=" Figures  please. ")

    mail, request = Message.objects.get(kind="section.handed"), Obligation.objects.get(kind=SECTION_HANDED)
    assert (handed.state, handed.note) == (HandedState.HANDED, "Figures please.")
    assert handed.due_at.isoformat() == "2026-04-01T23:59:00+02:00"
    assert (mail.to, mail.language, mail.secret) == (colleague.email, "fr", True)
    assert str(contribution.uuid) in mail.body_text
    assert not any(word in mail.body_text + mail.subject for word in ("Figures", "general", "Amina"))
    assert (request.subject_uuid, request.due_at, request.offices) == (
        handed.uuid,
        handed.due_at,
        ["alternate", "focal_point"],
    )
    for role, sees in (("contributor", True), ("senior_official", True), ("cabinet", False)):
        assert Obligation.objects.visible_to(actor(role, party)).filter(pk=request.pk).exists() is sees
    for role in ("secretariat_officer", "presidency_current", "focal_point"):
        assert not Obligation.objects.visible_to(actor(role)).filter(pk=request.pk).exists()
        assert not HandedSection.objects.visible_to(actor(role)).exists()
        assert not Message.objects.visible_to(actor(role)).exists()


def test_ledger_tells_only_offices_that_read_the_drafts(contribution, focal_point, colleague, party):
    handed = handed_over(contribution, colleague, by=focal_point)

    entry = LedgerEntry.objects.get(subject=subject_of(handed))
    assert (entry.kind, entry.facts["to"]) == ("section.handed_over", colleague.pk)
    for role, sees in (("contributor", True), ("senior_official", True), ("cabinet", False)):
        assert LedgerEntry.objects.visible_to(actor(role, party)).filter(pk=entry.pk).exists() is sees
    for role in ("secretariat_officer", "presidency_current", "focal_point"):
        assert not LedgerEntry.objects.visible_to(actor(role)).filter(pk=entry.pk).exists()


def test_colleague_finishes_and_may_take_that_back(contribution, focal_point, colleague):
    handed, writer = handed_over(contribution, colleague, by=focal_point), actor_as(colleague, "participant")
    assert list(handed_to(writer)) == [handed]

    done = finish_section(handed, actor=writer, version=handed.version, now=LATER)
    closed = Obligation.objects.get(kind=SECTION_HANDED)
    assert (done.state, done.finished_at, closed.close_reason) == (HandedState.FINISHED, LATER, "finished")
    assert list(handed_to(writer)) == []

    again = go_on_with_section(done, actor=writer, version=done.version, now=LATER)
    assert (again.state, again.finished_at) == (HandedState.HANDED, None)
    assert Obligation.objects.open().filter(kind=SECTION_HANDED).exists()
    with pytest.raises(StaleVersion):
        finish_section(handed, actor=writer, version=handed.version, now=LATER)


STEPS = {
    "the colleague": {HandedState.HANDED: ["finish"], HandedState.FINISHED: ["go_on"]},
    "focal_point": {HandedState.HANDED: ["take_back"], HandedState.FINISHED: ["take_back"]},
    "alternate": {HandedState.HANDED: ["take_back"], HandedState.FINISHED: ["take_back"]},
    "contributor": {},
    "senior_official": {},
    "cabinet": {},
    "secretariat_officer": {},
    "presidency_current": {},
}


@pytest.mark.parametrize("role", STEPS)
def test_who_may_take_which_step(role, contribution, focal_point, colleague, party):
    handed = handed_over(contribution, colleague, by=focal_point)
    who = actor_as(colleague, "participant") if role == "the colleague" else actor(role, party)

    found = {}
    for state in HandedState:
        handed.state = state
        found[state] = HANDED.available(handed, who)

    assert {state: steps for state, steps in found.items() if steps} == STEPS[role]


@pytest.mark.parametrize("role", ["contributor", "senior_official", "cabinet"])
def test_only_those_who_share_the_work_out_hand_over(role, contribution, colleague, party):
    with pytest.raises(NotAllowed):
        handed_over(contribution, colleague, by=actor(role, party))
    with pytest.raises(NotAllowed):
        choose_writers(contribution, actor=actor(role, party), seen=False, only_where_handed=True)


def test_section_is_with_one_person_at_a_time(contribution, focal_point, colleague, party):
    handed = handed_over(contribution, colleague, by=focal_point)
    other = appoint("contributor", party)

    with pytest.raises(RuleBroken, match="take it back first"):
        handed_over(contribution, other, by=focal_point)
    taken = take_section_back(handed, actor=focal_point, version=handed.version, now=LATER)
    handed_over(contribution, other, by=focal_point)

    assert taken.state == HandedState.CLOSED
    assert Obligation.objects.get(subject_uuid=handed.uuid).close_reason == "taken_back"
    assert [one.user for one in HandedSection.objects.current()] == [other]


def test_who_holds_no_office_any_more_is_named_as_such_and_the_section_is_handed_on(
    contribution, focal_point, colleague, party
):
    handed = handed_over(contribution, colleague, by=focal_point)
    mail = Message.objects.get(kind="section.handed")
    assert is_wanted(mail)
    Mandate.objects.filter(user=colleague).update(ended_at=LATER)

    assert [one.holds_office for one in handed_of(contribution, focal_point, now=LATER)] == [False]
    assert not is_wanted(mail)
    with pytest.raises(NotAllowed):
        finish_section(handed, actor=actor_as(colleague, "participant", now=LATER), version=None, now=LATER)
    handed_over(contribution, appoint("contributor", party), by=focal_point)

    assert fresh(handed).state == HandedState.CLOSED
    assert Obligation.objects.get(subject_uuid=handed.uuid).close_reason == "handed_on"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"places": ["s-nowhere"]}, "places"),
        ({"places": []}, "places"),
        ({"due_on": date(2026, 3, 1)}, "due_on"),
        ({"note": "x" * 201}, "note"),
    ],
)
def test_input_is_refused_at_its_field_and_writes_nothing(given, field, contribution, focal_point, colleague):
    wanted = {"places": [asked_sections(contribution)[0].name], "to": colleague.uuid, **given}

    with pytest.raises(RuleBroken) as refused:
        hand_over(contribution, actor=focal_point, now=LATER, **wanted)

    assert refused.value.field == field
    assert not HandedSection.objects.exists()
    assert not Message.objects.exists()


def test_only_people_who_write_for_the_participant_are_asked(contribution, focal_point, party):
    outsiders = [
        appoint("contributor"),
        appoint("senior_official", party),
        appoint("contributor", party, ended_at=LATER),
        appoint("contributor", party, user=UserFactory(is_active=False)),
        appoint("contributor", party, user=UserFactory(is_service=True)),
        appoint("contributor", party, authority=AuthorityFactory(party=PartyFactory(), state="on_hold")),
    ]

    for outsider in outsiders:
        with pytest.raises(RuleBroken) as refused:
            handed_over(contribution, outsider, by=focal_point)
        assert refused.value.field == "to"


def test_where_two_authorities_contend_each_asks_its_own_people(party):
    first, second = (AuthorityFactory(party=party, state="on_hold") for _each in range(2))
    people = {one: appoint("contributor", party, authority=one) for one in (first, second)}
    appoint("contributor", party)
    round_ = opened_round(party)

    for authority in (first, second):
        own = contribution_of(party, round_, authority)
        assert colleagues_of(own, now=LATER) == [people[authority]]


def test_contributors_write_everywhere_unless_it_was_chosen_otherwise(contribution, focal_point, colleague, party):
    other = actor("contributor", party)
    writer = actor_as(colleague, "participant")
    answered(contribution, by=other, summary="Before.")
    handed_over(contribution, colleague, by=focal_point)
    chosen = choose_writers(fresh(contribution), actor=focal_point, seen=False, only_where_handed=True)

    for text in ("Typed over.", ""):
        with pytest.raises(NotAllowed, match="handed to you"):
            write_answers(chosen, actor=other, drafts=[draft_for(chosen, "summary", text)], now=LATER)
    question = asked_sections(chosen)[0].questions[0]
    with pytest.raises(NotAllowed):
        save_field(chosen, question.name, actor=other, typed=Typed("Typed over.", question.version), now=LATER)
    assert Answer.objects.get(question__code="summary").text == "Before."
    answered(chosen, by=writer, summary="By the colleague.")
    answered(chosen, by=focal_point, needs="By the focal point.")

    assert set(Answer.objects.values_list("text", flat=True)) == {"By the colleague.", "By the focal point."}
    assert LedgerEntry.objects.filter(kind="contribution.writers_chosen").count() == 1


def test_choice_made_on_an_old_page_does_not_undo_a_newer_one(contribution, focal_point, party):
    choose_writers(contribution, actor=focal_point, seen=False, only_where_handed=True)

    with pytest.raises(StaleVersion):
        choose_writers(contribution, actor=actor("alternate", party), seen=False, only_where_handed=False)
    assert fresh(contribution).only_where_handed
    choose_writers(contribution, actor=focal_point, seen=False, only_where_handed=True)
    choose_writers(contribution, actor=focal_point, seen=True, only_where_handed=False)

    assert not fresh(contribution).only_where_handed
    assert LedgerEntry.objects.filter(kind="contribution.writers_chosen").count() == 2


def submit(contribution, focal_point):
    written = answered(contribution, by=focal_point, summary="Done.")
    submit_contribution(written, actor=focal_point, version=written.version, now=LATER)


def delete(contribution, focal_point):
    delete_draft(contribution, actor=focal_point, version=contribution.version, now=LATER)


def close(contribution, _focal_point):
    by = actor("secretariat_officer")
    round_ = close_to_contributions(contribution.round, actor=by, version=contribution.round.version, now=LATER)
    close_round(round_, actor=by, version=round_.version, now=LATER)


@pytest.mark.parametrize("way", [submit, delete, close])
def test_nothing_is_asked_of_colleagues_once_it_is_sent_deleted_or_over(way, contribution, focal_point, colleague):
    handed_over(contribution, colleague, by=focal_point)

    way(fresh(contribution), focal_point)

    assert not Obligation.objects.open().filter(kind=SECTION_HANDED).exists()
    assert list(handed_to(actor_as(colleague, "participant"))) == []
    assert [one for one in drift() if one.kind == SECTION_HANDED] == []


def test_sections_are_handed_over_for_the_answer_to_a_question_too(party, focal_point, colleague):
    query = questioned(party, opened_round(party))
    handed_over(query.contribution, colleague, by=focal_point)
    current = fresh(query.contribution)

    withdraw_contribution(current, actor=focal_point, version=current.version, now=LATER, reason="By instruction.")

    assert HandedSection.objects.get().state == HandedState.CLOSED


@pytest.mark.parametrize("state", [ContributionState.SUBMITTED])
def test_nothing_is_handed_over_once_it_is_sent(state, party, focal_point, colleague):
    sent = submitted(party, opened_round(party))
    assert sent.state == state

    with pytest.raises(IllegalTransition):
        handed_over(sent, colleague, by=focal_point)


def test_pages_ask_the_same_few_queries_for_many_sections(
    contribution, focal_point, colleague, django_assert_max_num_queries
):
    writer = actor_as(colleague, "participant")
    plan = contribution.round.plan
    for _each in range(5):
        ActivityFactory(lead=contribution.party, objective__plan=plan)
    names = [section.name for section in asked_sections(contribution)]
    hand_over(contribution, actor=focal_point, now=LATER, places=names, to=colleague.uuid)

    with django_assert_max_num_queries(1):
        assert len([(one.user.full_name, one.anchor) for one in handed_of(contribution, focal_point, now=LATER)]) == 7
    with django_assert_max_num_queries(1):
        assert len([(one.anchor, one.contribution.round.title) for one in handed_to(writer)]) == 7
    assert Message.objects.filter(kind="section.handed").count() == 1
    assert LATER + timedelta(days=14) == Message.objects.get().expires_at
