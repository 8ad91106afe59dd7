"""What a meeting did with a report is recorded while the chair passes at it, or its kind is put right."""

import pytest

from foundation.errors import NotAllowed, RuleBroken
from foundation.ledger.models import LedgerEntry
from meetings.models import Meeting
from meetings.services import record_handover, save_meeting
from reports.services.endorsement import record_endorsement
from reports.services.transmission_and_review import record_review, transmit
from tests.factories.meetings import kind
from tests.factories.parties import PresidencyFactory, actor, term_in_chair
from tests.factories.reports import fresh
from tests.factories.reports_consolidated import (
    NOW,
    act,
    chair,
    endorsed,
    ministers,
    senior_officials,
    tabled,
    transmitted,
)
from tests.waiting import beside

pytestmark = pytest.mark.django_db(transaction=True)


def of_an_endorsement(by):
    report, meeting = tabled(by=by), senior_officials(**passing())
    said = act("endorsed", meeting)
    return report, meeting, lambda: record_endorsement(report, act=said, actor=by, version=report.version, now=NOW)


def of_a_transmission(by):
    report, meeting = endorsed(by=by), ministers(**passing())
    return report, meeting, lambda: transmit(report, meeting=meeting, actor=by, version=report.version, now=NOW)


def of_a_review(by):
    meeting = ministers(**passing())
    report = transmitted(by=by, meeting=meeting)
    said = act("reviewed", meeting)
    return report, meeting, lambda: record_review(report, act=said, actor=by, version=report.version, now=NOW)


def passing():
    """A meeting at which the chair passes, in the term of whoever holds it."""
    return {"chair": term_in_chair(), "hands_over": PresidencyFactory()}


@pytest.mark.parametrize("prepare", [of_an_endorsement, of_a_transmission, of_a_review])
def test_whoever_waited_for_the_meeting_at_which_the_chair_passed_acts_for_it_no_more(prepare):
    report, meeting, work = prepare(chair())
    who, before = actor("secretariat_officer", now=NOW), LedgerEntry.objects.about(report).count()

    with pytest.raises(NotAllowed):
        beside(lambda: record_handover(meeting, actor=who, version=meeting.version, now=NOW), work).result()

    assert fresh(report).state == report.state
    assert LedgerEntry.objects.about(report).count() == before


@pytest.mark.parametrize("prepare", [of_an_endorsement, of_a_transmission])
def test_a_meeting_whose_kind_was_put_right_meanwhile_does_what_its_kind_may(prepare):
    report, meeting, work = prepare(chair())
    other = fresh(meeting)
    other.kind = kind("thematic")

    with pytest.raises(RuleBroken) as refused:
        beside(lambda: put_right(other), work).result()

    assert refused.value.field == "meeting"
    assert fresh(report).state == report.state


def put_right(meeting):
    save_meeting(meeting, actor=actor("secretariat_officer", now=NOW), version=meeting.version, creating=False)


@pytest.mark.django_db(transaction=False)
def test_what_endorsed_a_report_stays_a_meeting_that_may():
    meeting = Meeting.objects.get(pk=endorsed().endorsements.get().meeting_id)
    meeting.kind = kind("thematic")

    with pytest.raises(RuleBroken) as refused:
        put_right(meeting)

    assert refused.value.field == "kind"


@pytest.mark.django_db(transaction=False)
def test_what_a_report_waits_for_stays_a_meeting_that_may_review_it():
    meeting = fresh(transmitted().transmission.meeting)
    meeting.kind = kind("thematic")

    with pytest.raises(RuleBroken) as refused:
        put_right(meeting)

    assert refused.value.field == "kind"
    assert "waits for its review" in str(refused.value)
