"""The page of a meeting: what its reader may see of it, in a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Meeting
from reports.services.endorsement import Reserved
from tests.factories.meetings import (
    AgendaItemFactory,
    DecisionFactory,
    DelegationFactory,
    FollowUpFactory,
    MeetingFactory,
    OutcomeTextFactory,
    ParagraphFactory,
    StatementFactory,
    conclude,
)
from tests.factories.parties import participant, person
from tests.factories.reports_consolidated import chair, endorsed, published

pytestmark = pytest.mark.django_db


def fill(meeting, number):
    for _each in range(number):
        AgendaItemFactory(meeting=meeting)
        FollowUpFactory(decision=DecisionFactory(meeting=meeting), title_en="Widen the exchange")
        StatementFactory(meeting=meeting, text="We place on record")
        ParagraphFactory(outcome_text=OutcomeTextFactory(meeting=meeting, state="adopted"))
        DelegationFactory(meeting=meeting, presence="in_person")


def filled(number=1):
    """A concluded record of so many entries."""
    meeting = MeetingFactory(state="held")
    fill(meeting, number)
    return conclude(meeting)


def page(client, meeting):
    return client.get(f"/meetings/{meeting.uuid}/").content.decode()


def test_record_is_public_once_it_is_concluded(client):
    content = page(client, filled())

    assert "The meeting agreed." in content
    assert "Widen the exchange" in content
    assert "We place on record" in content
    assert "A short title of ours" in content
    assert "1 of 1" in content


def test_meeting_that_took_place_says_first_what_it_decided_and_one_to_come_its_agenda(client):
    order = {}
    ahead = MeetingFactory(state="convened")
    fill(ahead, 1)
    client.force_login(person("secretariat_officer"))
    for state, meeting in (("convened", ahead), ("concluded", filled())):
        content = page(client, meeting)
        order[state] = sorted(
            ("agenda", "decisions", "text", "statements"), key=lambda part: content.index(f'id="{part}-')
        )

    assert order["convened"] == ["agenda", "decisions", "text", "statements"]
    assert order["concluded"] == ["decisions", "text", "statements", "agenda"]


def test_paragraphs_and_statements_are_folded_behind_a_line_that_says_how_many(client):
    meeting = MeetingFactory(state="held")
    fill(meeting, 1)
    StatementFactory(meeting=meeting)

    content = page(client, conclude(meeting))

    assert content.count('<details class="fold">') == 2
    assert "Show: 1 paragraph</span>" in content
    assert "Fold away: 2 statements</span>" in content


def test_record_is_the_participants_until_then(client):
    meeting = MeetingFactory(state="held")
    fill(meeting, 1)
    assert "The meeting agreed." not in page(client, meeting)

    client.force_login(person("focal_point"))

    assert "The meeting agreed." in page(client, meeting)


@pytest.mark.parametrize("state", ["planned", "postponed", "cancelled"])
def test_plan_looks_missing_to_all_but_staff(client, state):
    meeting = MeetingFactory(state=state)
    assert client.get(f"/meetings/{meeting.uuid}/").status_code == 404

    client.force_login(person("secretariat_officer"))

    assert client.get(f"/meetings/{meeting.uuid}/").status_code == 200


def test_long_record_costs_no_more_queries_than_a_short_one(client):
    def queries(number):
        meeting = filled(number)
        with CaptureQueriesContext(connection) as captured:
            assert page(client, meeting)
        return len(captured)

    queries(1)

    assert queries(1) == queries(5)


def test_presence_that_nobody_recorded_is_not_counted(client):
    meeting = MeetingFactory(state="held")
    DelegationFactory(meeting=meeting, presence="")

    content = page(client, conclude(meeting))

    assert "not recorded" in content
    assert "0 of 1" not in content


def test_reservation_is_public_with_its_decision_once_the_report_is(client):
    by = chair()
    reserved = Reserved(participant("KE"), "reservation", "en", "Kenya reserves its position.")
    report = endorsed(by=by, reservations=[reserved])
    meeting = report.endorsements.get().meeting
    Meeting.objects.filter(pk=meeting.pk).update(state="concluded")
    assert "Kenya reserves its position." not in page(client, meeting)

    published(by=by, report=report)

    assert "Kenya reserves its position." in page(client, meeting)


def test_decision_of_ministers_leads_into_the_chain(client):
    report = published()
    review = report.reviews.get()
    Meeting.objects.filter(pk=review.meeting_id).update(state="concluded")

    content = page(client, review.meeting)

    address = f"/chain/decision/{review.decision.uuid}/"
    assert f'href="{address}"' in content
    assert client.get(address).status_code == 200
