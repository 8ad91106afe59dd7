"""The demonstration walks the whole chain; what it shows depends on who looks."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command

from actionplan.models import Evaluation, Indicator, Milestone, Plan
from documents.selectors import current_revisions
from foundation.actors import anonymous
from foundation.search.models import SearchText
from foundation.search.registry import kinds
from foundation.search.services import rebuild
from khartoum.demonstration.contributing import SECRETARIAT
from khartoum.demonstration.moments import Moments
from khartoum.demonstration.people import PEOPLE, acting
from khartoum.pages.chain import chain_of
from khartoum.pages.chain_graph import KINDS
from khartoum.pages.search import groups_for
from khartoum.pages.staff_requests import waits_for_staff
from meetings.models import FollowUp, Meeting, SilenceProcedure
from meetings.selectors import with_presence, with_sitting_presence
from meetings.selectors.asked import SILENCE_DECLARATION
from notifications.models import Obligation
from notifications.selectors import drift
from parties.models import Mandate, Office
from parties.selectors import confirmed_until
from reports.models import Answer, AnswerTranslation, Comment, ConsolidatedReport, Contribution, Round
from tests.factories.parties import actor

NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
WITHOUT_WORDS = {"meetings.statement"}


@pytest.fixture
def plan(demonstration) -> Plan:
    return Plan.objects.get(code="CAP")


def test_the_public_walks_from_a_paragraph_to_the_follow_up(plan):
    graph = chain_of(plan, anonymous(NOW))

    below = {key.split(":")[0] for key in graph.below(_key(graph, "paragraph", "2."))}

    assert below == set(KINDS)


def test_the_public_walks_from_the_follow_up_back_to_its_paragraphs(plan):
    graph = chain_of(plan, anonymous(NOW))
    follow_up = FollowUp.objects.get(decision__meeting__code="MIN-DEMO-3")

    above = {key.split(":")[0] for key in graph.above(f"follow_up:{follow_up.uuid}")}

    assert above == set(KINDS)


def test_the_public_sees_nobody_of_the_open_round(plan):
    graph = chain_of(plan, anonymous(NOW))

    rounds = {node.sublabel for node in graph.column("contribution")}

    assert rounds == {"Reporting round 1"}


def test_staff_see_what_was_received_and_no_draft(plan):
    graph = chain_of(plan, acting("secretariat", "secretariat", NOW))

    current = {node.label for node in graph.column("contribution") if node.sublabel == "Reporting round 2"}

    assert current == {"Germany", "Kenya", "Uganda"}


def test_a_follow_up_comes_back_to_the_activities_it_bears_on(plan):
    graph = chain_of(plan, anonymous(NOW))

    back = sorted(graph.nodes[edge.target].label.split()[0] for edge in graph.returns)

    assert back == ["CAP-1.1", "CAP-3.1"]


def test_no_milestone_is_told_as_reached_before_it_was(plan):
    milestones = Milestone.objects.filter(activity__objective__plan=plan, state="reached")
    assert [str(one) for one in milestones if one.reached_on > one.due_on] == []

    told = Answer.objects.filter(text__startswith="reached ").select_related("contribution__round")

    days = [(date.fromisoformat(one.text.split()[1]), one.contribution.round.period_ends_on) for one in told]
    assert days
    assert all(reached <= ends for reached, ends in days)


def test_nobody_is_asked_to_confirm_an_office_whose_day_has_passed(demonstration):
    loaded = Round.objects.get(code="DEMO-2").period_ends_on + timedelta(days=20)
    asked = [confirmed_until(one) for one in Mandate.objects.filter(office__can_submit=True)]

    assert asked
    assert all(loaded < until <= loaded + timedelta(days=31) for until in asked)


def test_accounts_are_told_by_the_names_of_their_offices(demonstration):
    names = {office.code: office.name_en.lower() for office in Office.objects.filter(side="participant")}

    told = {one.name: [names[code] in one.what.lower() for code, _of in one.offices if code in names] for one in PEOPLE}
    assert [name for name, is_named in told.items() if not all(is_named)] == []


def test_ministers_read_the_bytes_that_were_endorsed(demonstration):
    report = ConsolidatedReport.objects.get(round__code="DEMO-1")

    assert report.state == "published"
    assert report.reviews.get().revision.sha256 == report.endorsed_revision.sha256


def test_rounds_fall_due_and_meetings_take_place_on_days_on_which_cairo_and_brussels_work(demonstration):
    shown = [day for due, cutoff in Round.objects.values_list("due_at", "cutoff_at") for day in (due, cutoff)]
    shown += Meeting.objects.filter(code__contains="-DEMO-").values_list("begins_on", flat=True)
    shown += SilenceProcedure.objects.values_list("closes_at", flat=True)

    assert {day.weekday() for day in shown} <= {0, 1, 2, 3}


@pytest.mark.parametrize("weekday", range(7))
def test_a_working_day_is_never_nearer_than_the_day_asked_for(weekday):
    moments = Moments(date(2026, 6, 15) + timedelta(days=weekday))

    for offset in (-80, -45, 23, 80):
        found = moments.working(offset)
        assert moments.day(found).weekday() < 4
        assert 0 <= (found - offset) * (1 if offset > 0 else -1) <= 3


def test_n_of_n_counts_states_and_organisations_apart(demonstration):
    report = ConsolidatedReport.objects.get(round__code="DEMO-1")

    assert (report.received_states, report.asked_states) == (6, 40)
    assert (report.received_organisations, report.asked_organisations) == (1, 8)


def test_the_open_round_has_every_state_a_participant_may_be_in(demonstration):
    states = Contribution.objects.filter(round=Round.objects.get(code="DEMO-2")).values_list("party__code", "state")

    assert {code: state for code, state in states if state != "not_started"} == {
        "DE": "submitted",
        "EG": "draft",
        "KE": "question_open",
        "UG": "nothing_to_report",
    }


def test_senior_officials_sat_twice_and_not_everybody_stayed(demonstration):
    som = with_presence(Meeting.objects.all()).get(code="SOM-DEMO-11")

    sittings = with_sitting_presence(som.sittings.all()).order_by("number")

    assert [sitting.present_states for sitting in sittings] == [16, 14]
    assert (som.present_states, som.invited_states) == (16, 40)


def test_a_text_is_before_the_participants_and_the_chair_will_be_asked_to_declare(demonstration):
    procedure = SilenceProcedure.objects.get()

    seen = SilenceProcedure.objects.visible_to(acting("kenya", "participant", NOW))

    assert (procedure.state, str(procedure.authorised_by.meeting.code)) == ("running", "SOM-DEMO-11")
    assert set(current_revisions(procedure.document)) == {"en", "fr", "ar"}
    assert procedure.begins_at < NOW < procedure.closes_at
    assert Obligation.objects.filter(kind=SILENCE_DECLARATION, subject_uuid=procedure.uuid).exists()
    assert list(seen) == [procedure]
    assert not SilenceProcedure.objects.visible_to(anonymous(NOW)).exists()


def test_everybody_reads_the_review_of_the_plan_and_the_response_to_it(plan):
    evaluation = Evaluation.objects.visible_to(anonymous(NOW)).get()

    points = evaluation.points.order_by("pk")

    assert (evaluation.plan, evaluation.state) == (plan, "published")
    assert [point.kind for point in points] == ["finding", "recommendation", "lesson"]
    assert [bool(point.response_ar) for point in points] == [False, True, False]


def test_a_second_load_changes_nothing(demonstration, capsys):
    call_command("load_demonstration")
    call_command("demonstration_accounts")

    out = capsys.readouterr().out
    assert out.startswith("The demonstration is there already.")
    assert all(person.email in out for person in PEOPLE)


def _key(graph, kind, begins):
    return next(node.key for node in graph.column(kind) if node.label.startswith(begins))


def test_an_answer_in_arabic_has_its_translation_beneath(demonstration):
    translation = AnswerTranslation.objects.select_related("stands_in__contribution__party").get()

    assert (translation.authentic_language, translation.language, translation.made_by_side) == ("ar", "en", SECRETARIAT)
    assert translation.stands_in.contribution.party.code == "EG"
    assert translation.stands_in.frozen_at < translation.translated_at


def test_a_comment_on_the_draft_has_its_answer(demonstration):
    comment = Comment.objects.get()

    assert (comment.party.code, comment.state, comment.paragraph) == ("DE", "not_taken_up", 3)
    assert comment.report.circulated_at < comment.made_at < comment.report.comments_until < comment.settled_at
    assert comment.settled_at < comment.report.tabled_at


def test_what_a_participant_says_of_an_indicator_is_what_the_plan_shows(demonstration):
    """Report and plan tell the same of the end of the period."""
    answers = Answer.objects.filter(contribution__round__code="DEMO-2", question__kind="indicator_values")
    told = {
        (answer.item, answer.text) for answer in answers if not Indicator.objects.get(uuid=answer.item).is_qualitative
    }

    on = Round.objects.get(code="DEMO-2").period_ends_on
    shown = {one.uuid: one.values_seen.filter(on__lte=on).last() for one in Indicator.objects.all()}

    assert told
    assert [(item, text) for item, text in told if shown[item] is not None and Decimal(text) != shown[item].value] == []


def test_the_demonstration_asks_what_is_true_and_staff_read_it_first(demonstration):
    officer = actor("secretariat_officer", now=NOW)

    waiting = waits_for_staff(officer, now=officer.now, ahead=timedelta(days=90))

    assert list(drift()) == []
    assert {str(one.label) for one in waiting} >= {"Outcome of a silence procedure"}
    assert all(one.href for one in waiting)


def test_services_keep_the_search_index_as_it_would_be_if_it_were_made_anew(demonstration):
    assert rebuild() == 0


def test_every_kind_that_may_be_found_has_its_rows_in_the_index(demonstration):
    held = set(SearchText.objects.values_list("kind", flat=True))

    assert set(kinds()) - WITHOUT_WORDS <= held


def test_every_place_that_a_search_leads_to_opens(client, demonstration):
    places = [
        one.signpost.href
        for query in ("migration", "meeting", "report", "data", "Egypt", "declaration", "plan")
        for group in groups_for(anonymous(), query)
        for one in group.found
    ]

    pages = {place.split("#")[0] for place in places if place}
    assert len(pages) > 10
    assert [href for href in pages if client.get(href).status_code != 200] == []
