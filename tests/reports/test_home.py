"""The first page of the portal: what is asked, how far it is, who is at it, the next step, the meetings ahead."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.actors import system
from foundation.wording import localdate
from reports.models import Presence
from reports.selectors.became import what_became_of
from reports.services.completing import confirm_ad_referendum, declare_confirmed
from reports.services.consolidated import circulate
from reports.services.contributions import submit_contribution
from reports.services.queries import ask
from reports.services.rounds import close_round, close_to_contributions
from tests.factories import reports_consolidated as consolidated
from tests.factories.actionplan import ActivityFactory
from tests.factories.meetings import DelegationFactory, FollowUpFactory, MeetingFactory
from tests.factories.parties import PartyFactory, actor, participant, person
from tests.factories.reports import (
    answered,
    completed,
    contribution_of,
    drafted,
    fresh,
    opened_round,
    questioned,
    submitted,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90), "now": NOW}


@pytest.fixture
def round_(party):
    return opened_round(party, **AHEAD)


@pytest.fixture
def focal_point(client, party):
    client.force_login(person("focal_point", party))
    return client


@pytest.mark.parametrize("number", [1, 3])
def test_home_costs_the_same_however_much_is_asked(number, client, party, django_assert_num_queries):
    colleague = person("contributor", party)
    for _ in range(number):
        activity = ActivityFactory(lead=party)
        begun = drafted(party, opened_round(party, plan=activity.objective.plan, **AHEAD))
        note_presence(begun, colleague)
        DelegationFactory(party=party, meeting__begins_on=NOW.date() + timedelta(days=30), meeting__ends_on=None)
    client.force_login(person("focal_point", party))
    client.get(reverse("portal"))

    with django_assert_num_queries(QUERIES_OF_HOME):
        response = client.get(reverse("portal"))
    shown = response.context["asked"]
    assert [len(one.others) for one in shown] == [1] * number
    assert len(response.context["meetings"]) == number
    assert all(one.progress.asked > 0 for one in shown)


QUERIES_OF_HOME = 21


def test_home_names_what_a_decision_asks_of_the_participant_until_it_is_done(focal_point, party):
    due = NOW.date() + timedelta(days=60)
    mine = FollowUpFactory(owner=party, due_on=due, title_en="Send the law that was agreed")
    FollowUpFactory(owner=PartyFactory(), title_en="Not asked of us")
    FollowUpFactory(owner=party, state="done", title_en="Done already")
    FollowUpFactory(owner=party, decision__meeting__state="planned", title_en="Not known yet")

    page = focal_point.get(reverse("portal"))

    assert page.context["follow_ups"] == [mine]
    text = page.content.decode()
    assert f'#followup-{mine.uuid}">Send the law that was agreed</a>' in text
    assert f"by {localdate(due)}" in text


def test_home_says_that_what_is_asked_was_corrected_and_why(focal_point, party):
    FollowUpFactory(
        owner=party, corrected_at=datetime(2026, 3, 4, 9, tzinfo=UTC), correction_en="Another law was meant."
    )

    page = focal_point.get(reverse("portal")).content.decode()

    assert "Corrected on 4 March 2026: Another law was meant." in page


def test_what_ministers_asked_of_the_participant_stands_under_what_became_of_its_report():
    report = consolidated.reviewed()
    party, decision = report.received_from.first(), report.reviews.get().decision
    mine = FollowUpFactory(owner=party, decision=decision, state="done")
    FollowUpFactory(owner=PartyFactory(), decision=decision)
    own = report.round.contributions.get(party=party)

    steps = what_became_of(own, actor("focal_point", party))

    assert [step.follow_up for step in steps if step.follow_up] == [mine]


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("submitted", ["received", "the report was begun before this contribution was complete"]),
        ("nothing_to_report", ["received", "consolidated"]),
        ("complete", ["received", "consolidated"]),
    ],
)
def test_what_was_not_complete_is_not_told_as_consolidated(state, told):
    round_ = consolidated.round_in(asked=("EG", "FR"))
    own = consolidated.contribution(round_, participant("EG"), state)
    consolidated.contribution(round_, participant("FR"))
    consolidated.published(report=consolidated.endorsed(report=consolidated.tabled(round_=round_)))

    steps = what_became_of(own, actor("focal_point", participant("EG")))

    assert [str(step.what) for step in steps][:2] == told
    assert len(steps) == (2 if state == "submitted" else 4)


def test_home_says_whose_confirmation_ad_referendum_is_asked_until_when(client):
    client.force_login(person("focal_point", participant("KE")))
    report = consolidated.endorsed("endorsed_ad_referendum")

    asked = client.get(reverse("portal"))
    letter = {"party": participant("KE"), "letter_number": "NV/1", "confirmed_on": date(2026, 3, 15)}
    confirm_ad_referendum(report, **letter, actor=consolidated.chair(), version=None, now=consolidated.NOW)
    written = client.get(reverse("portal"))

    assert "your confirmation is asked until 10 April 2026" in asked.content.decode()
    assert reverse("portal-report", args=[report.uuid]) in asked.content.decode()
    assert "Nothing is asked of you at the moment." not in asked.content.decode()
    assert "your confirmation is asked" not in written.content.decode()


@pytest.mark.parametrize("stands", ["declared", "another"])
def test_home_asks_no_confirmation_of_those_who_owe_none(client, stands):
    client.force_login(person("focal_point", participant("KE" if stands == "declared" else "ET")))
    report = consolidated.endorsed("endorsed_ad_referendum")
    if stands == "declared":
        declare_confirmed(report, actor=consolidated.chair(), version=None, now=consolidated.NOW)

    assert "your confirmation is asked" not in client.get(reverse("portal")).content.decode()


def note_presence(contribution, user):
    Presence.objects.create(contribution=contribution, user=user, seen_at=timezone.now())


def test_home_says_how_far_a_request_is_and_what_comes_next(focal_point, party, round_):
    begun = drafted(party, round_)
    open_one = focal_point.get(reverse("portal"))
    answered(begun, summary="Forty were trained.")

    ready = focal_point.get(reverse("portal"))

    (before,), (after,) = open_one.context["asked"], ready.context["asked"]
    assert (before.next_step, before.progress.answered, before.progress.open) == ("form", 0, 1)
    assert (after.next_step, after.progress.answered, after.progress.open) == ("review", 1, 0)
    assert f'value="1" aria-labelledby="far-{begun.uuid}"' in ready.content.decode()


def test_nothing_is_due_any_more_beside_what_has_come(focal_point, party, round_):
    begun = drafted(party, round_)
    open_one = focal_point.get(reverse("portal")).content.decode()
    submit_contribution(
        answered(begun, summary="Forty were trained."), actor=actor("focal_point", party), version=None, now=NOW
    )

    come = focal_point.get(reverse("portal")).content.decode()

    assert "<dt>due</dt>" in open_one
    assert "<dt>due</dt>" not in come
    assert "<dt>received at</dt>" in come


@pytest.mark.parametrize(("office", "step"), [("focal_point", "review"), ("contributor", "form")])
def test_the_page_of_a_finished_draft_leads_to_its_review_whoever_may_submit(client, party, round_, office, step):
    begun = drafted(party, round_)
    client.force_login(person(office, party))
    page = reverse("portal-contribution", args=[begun.uuid])
    before = client.get(page)
    answered(begun, summary="Forty were trained.")

    after = client.get(page)

    assert (before.context["next_step"], after.context["next_step"]) == ("form", step)
    assert reverse(f"portal-{step}", args=[begun.uuid]) in after.content.decode()


def test_home_leads_who_may_not_submit_to_the_form(client, party, round_):
    answered(drafted(party, round_), summary="Forty were trained.")
    client.force_login(person("contributor", party))

    (one,) = client.get(reverse("portal")).context["asked"]

    assert (one.next_step, one.may_declare_nothing) == ("form", False)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("invited", "You are invited; your delegation is not named yet."),
        ("nominated", "Your delegation is named."),
        ("confirmed", "Your delegation is named and confirmed."),
        ("excused", "Your delegation is excused."),
    ],
)
def test_home_names_the_meetings_ahead_and_where_the_delegation_stands(state, sentence, focal_point, party):
    soon = NOW.date() + timedelta(days=30)
    named = DelegationFactory(party=party, state=state, meeting__begins_on=soon, meeting__ends_on=soon)
    DelegationFactory(meeting=named.meeting, state="queried")
    MeetingFactory(state="planned", begins_on=soon, ends_on=soon)
    MeetingFactory(state="convened", begins_on=NOW.date() + timedelta(days=300), ends_on=None)

    page = focal_point.get(reverse("portal"))

    assert list(page.context["meetings"]) == [named.meeting]
    assert reverse("meeting", kwargs={"uuid": named.meeting.uuid}) in page.content.decode()
    assert sentence in page.content.decode()
    assert "a question about your delegation" not in page.content.decode()


def test_home_names_the_meeting_a_round_goes_to_once_it_is_convened(client, party):
    som = MeetingFactory(state="planned", title_en="Senior officials in the making")
    opened_round(party, som=som, **AHEAD)
    client.force_login(person("focal_point", party))
    before = client.get(reverse("portal")).content.decode()
    som.state = "convened"
    som.save()

    after = client.get(reverse("portal")).content.decode()

    assert ("goes to" in before, "in the making" in before) == (False, False)
    assert ("goes to" in after, "in the making" in after) == (True, True)


@pytest.mark.parametrize("state", ["held", "concluded"])
def test_home_sends_nothing_to_a_meeting_that_is_over(state, client, party):
    som = MeetingFactory(state=state, title_en="Senior officials who have met")
    opened_round(party, som=som, **AHEAD)
    client.force_login(person("focal_point", party))

    page = client.get(reverse("portal"))

    assert page.context["asked"][0].goes_to is None
    assert "who have met" not in page.content.decode()


def test_home_leads_to_the_report_of_a_round_while_it_is_circulated(client):
    report = consolidated.drafted()
    circulate(report, comments_until=NOW + timedelta(days=14), actor=consolidated.chair(), version=None, now=NOW)
    client.force_login(person("focal_point", participant("EG")))

    page = client.get(reverse("portal")).content.decode()

    assert reverse("portal-report", kwargs={"uuid": report.uuid}) in page
    assert "comments until" in page


def test_home_says_nothing_of_a_report_that_is_being_drafted(client):
    report = consolidated.drafted()
    client.force_login(person("focal_point", participant("EG")))

    assert str(report.uuid) not in client.get(reverse("portal")).content.decode()


def test_a_request_says_when_the_consolidation_has_begun(client, party):
    round_ = opened_round(party, **AHEAD)
    close_to_contributions(round_, actor=actor("secretariat_officer"), version=fresh(round_).version, now=NOW)
    client.force_login(person("focal_point", party))

    page = client.get(reverse("portal")).content.decode()

    assert "The consolidation has begun." in page
    assert "days from now" not in page


def closed(round_):
    """The round after it is over."""
    staff = actor("secretariat_officer")
    consolidating = close_to_contributions(fresh(round_), actor=staff, version=None, now=NOW)
    return close_round(consolidating, actor=staff, version=consolidating.version, now=NOW)


def test_home_says_that_a_question_waits_and_ticks_nothing(focal_point, party, round_):
    query = questioned(party, round_)

    page = focal_point.get(reverse("portal"))
    form = focal_point.get(reverse("portal-form", kwargs={"uuid": query.contribution.uuid}))

    (one,) = page.context["asked"]
    assert (one.questions, one.next_step, one.progress.is_done) == (1, "reply", False)
    assert page.content.decode().count("1 question waits for a reply") == 1
    assert "nothing stands open" not in page.content.decode()
    assert "1 question waits for a reply" in form.content.decode()


def test_a_section_with_a_question_is_not_done(focal_point, party, round_):
    sent = submitted(party, round_, summary="Forty were trained.")
    question = round_.state_template.sections.get(code="general").questions.get(code="summary")
    ask(sent, actor=system(), version=sent.version, now=NOW, asked="How many?", question=question)

    page = focal_point.get(reverse("portal-form", kwargs={"uuid": sent.uuid}))

    general = next(placed for placed, *_rest in page.context["sections"] if placed.asked.section.code == "general")
    assert (general.progress.waiting, general.progress.is_done) == (1, False)
    assert "nothing stands open" not in page.content.decode()


def test_what_is_filled_in_from_the_last_round_is_not_counted_as_answered(focal_point, party, round_):
    completed(party, round_)
    later = {"period_begins_on": date(2026, 1, 1), "period_ends_on": date(2026, 12, 31)}
    begun = drafted(party, opened_round(party, plan=round_.plan, **later, **AHEAD))

    home = focal_point.get(reverse("portal"))
    form = focal_point.get(reverse("portal-form", kwargs={"uuid": begun.uuid})).content.decode()

    progress = next(one.progress for one in home.context["asked"] if one.contribution == begun)
    assert (progress.answered, progress.to_confirm, progress.open, progress.is_done) == (0, 1, 0, False)
    assert "1 filled in from the last round, to be confirmed" in home.content.decode()
    assert "1 filled in from the last round, to be confirmed" in form


def test_nothing_is_awaited_once_a_round_is_over(focal_point, party, round_):
    begun = contribution_of(party, round_)
    before = focal_point.get(reverse("portal")).content.decode()
    closed(round_)

    home = focal_point.get(reverse("portal")).content.decode()
    page = focal_point.get(reverse("portal-contribution", kwargs={"uuid": begun.uuid})).content.decode()

    assert "awaited" in before
    for shown in (home, page):
        assert ("none was received" in shown, "awaited" in shown) == (True, False)


@pytest.mark.parametrize("begun", [False, True])
def test_an_office_that_reads_no_drafts_learns_what_is_asked_and_nothing_of_a_draft(begun, client, party, round_):
    if begun:
        drafted(party, round_)
    client.force_login(person("cabinet", party))

    page = client.get(reverse("portal"))

    (one,) = page.context["unseen"]
    assert (one.round, one.due_at) == (round_, round_.due_at)
    assert "Your participant is asked for a contribution." in page.content.decode()
    assert ">draft<" not in page.content.decode()
    assert page.context["asked"] == []


def test_what_was_submitted_is_read_by_that_office_as_by_others(client, party, round_):
    sent = submitted(party, round_)
    client.force_login(person("cabinet", party))

    page = client.get(reverse("portal"))

    assert page.context["unseen"] == []
    assert [one.contribution for one in page.context["asked"]] == [sent]
