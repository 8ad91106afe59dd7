"""At which meetings what was done with a report may be recorded, and why not at the others."""

from datetime import date, timedelta

import pytest

from tests.factories.parties import person
from tests.factories.reports_consolidated import (
    NOW,
    chair,
    circulated_again,
    endorsed,
    ministers,
    reviewed,
    senior_officials,
    tabled,
    transmitted,
)
from tests.reports.desk import of_meetings, round_foresees, seen, step, what_was_done

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    client.force_login(person("presidency_current"))
    return client


def test_endorsement_is_offered_at_open_meetings_of_its_time_only(officer):
    report, held = tabled(), senior_officials()
    senior_officials("concluded")
    senior_officials("convened")
    ministers()
    past = senior_officials(ends_on=NOW.date() - timedelta(days=1))
    round_foresees(report, som=held)

    assert of_meetings(officer.get(step(report, "record_endorsement"))) == ([held], held.pk, "")
    answer = officer.post(step(report, "record_endorsement"), seen(report) | what_was_done(past))
    assert answer.status_code == 400
    assert [str(said) for said in answer.context["form"].errors["meeting"]] == [
        "Choose a meeting that is listed: nothing can be recorded at the others."
    ]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"state": "convened", "begins_on": date(2199, 1, 1), "ends_on": None}, "This meeting has not begun yet."),
        ({"state": "concluded"}, "The record of this meeting is concluded."),
        ({"ends_on": date(2026, 3, 1)}, "This meeting ended before the text was tabled."),
    ],
)
def test_page_says_why_the_meeting_of_the_round_cannot_be_chosen(officer, given, why):
    report, som = tabled(), senior_officials(**given)
    round_foresees(report, som=som)

    assert of_meetings(officer.get(step(report, "record_endorsement"))) == ([], None, f"{som} – {why}")


def test_page_says_that_no_meeting_can_be_chosen(officer):
    page = officer.get(step(tabled(), "record_endorsement"))

    assert "No meeting can be chosen" in page.content.decode()


def test_report_is_sent_to_ministers_whose_record_is_not_concluded(officer):
    report, ahead, concluded = endorsed(), ministers("convened"), ministers("concluded")
    round_foresees(report, ministerial=concluded)

    offered = of_meetings(officer.get(step(report, "transmit")))

    assert offered == ([ahead], None, f"{concluded} – The record of this meeting is concluded.")


def test_ministers_to_whom_it_was_sent_are_the_first_to_review_it(officer):
    report = transmitted()
    ministers()

    meeting = report.transmission.meeting
    assert of_meetings(officer.get(step(report, "record_review"))) == ([meeting], meeting.pk, "")


def test_meeting_that_deferred_the_report_is_not_offered_again(officer):
    meeting, other = senior_officials(), senior_officials()
    report = tabled()
    round_foresees(report, som=meeting)
    officer.post(step(report, "record_endorsement"), seen(report) | what_was_done(meeting, "deferred"))
    circulated_again(report, by=chair())

    offered = of_meetings(officer.get(step(report, "record_endorsement")))

    assert offered == ([other], None, f"{meeting} – What this meeting did with the report is recorded already.")


def test_ministers_who_deferred_the_report_are_not_offered_again(officer):
    report, other = transmitted(), ministers()
    meeting = report.transmission.meeting
    officer.post(step(report, "record_review"), seen(report) | what_was_done(meeting, "deferred"))

    offered = of_meetings(officer.get(step(report, "record_review")))

    assert offered == ([other], None, f"{meeting} – What this meeting did with the report is recorded already.")


def test_transmission_says_that_a_ministerial_meeting_is_to_be_planned_first(officer):
    form = officer.get(step(endorsed(), "transmit")).context["form"]

    assert form.fields["meeting"].help_text == "No ministerial meeting is ahead: plan one first, under Meetings."


def test_report_is_published_by_a_decision_on_it(officer):
    report, other = reviewed(), reviewed()
    decision = report.reviews.get().decision

    field = officer.get(step(report, "publish")).context["form"].fields["decision"]

    assert set(field.queryset) == {decision, report.endorsements.get().decision}
    assert field.initial == decision
    foreign = officer.post(step(report, "publish"), seen(report) | {"decision": other.reviews.get().decision_id})
    assert foreign.status_code == 400
    assert "decision" in foreign.context["form"].errors
