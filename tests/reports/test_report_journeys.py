"""The way of a report from what participants sent to what ministers did, walked by the services, with each ending."""

from datetime import date, timedelta

import pytest

from actionplan.models import Activity
from foundation.ledger.models import LedgerEntry
from meetings.services.follow_ups import start_follow_up
from reports.models import ConsolidatedReport
from reports.selectors.passages import quotable_passages
from reports.services.completing import confirm_ad_referendum, confirm_amended, issue_amended_revision
from reports.services.consolidated import circulate, close_comments, draft_report, table
from reports.services.endorsement import Reserved, ToConfirm, record_endorsement
from reports.services.rounds import close_to_contributions
from reports.services.transmission_and_review import ToFollowUp, publish, record_review, transmit
from tests.factories.parties import participant
from tests.factories.reports import CUTOFF, completed, opened_round, submitted
from tests.factories.reports_consolidated import (
    TITLE,
    act,
    amended,
    chair,
    circulated_again,
    ministers,
    write,
)

pytestmark = pytest.mark.django_db
NOW = CUTOFF + timedelta(days=1)
EGYPT = "Two hundred officers were trained in Cairo."


@pytest.fixture
def by():
    return chair()


@pytest.fixture
def report(by):
    """On the table of senior officials: one complete contribution of two, the other received and in question."""
    egypt, kenya = participant("EG"), participant("KE")
    round_ = opened_round(egypt, kenya, participant("FR"))
    completed(egypt, round_, summary=EGYPT)
    submitted(kenya, round_)
    round_ = close_to_contributions(round_, actor=by, version=round_.version, now=NOW)
    report = draft_report(round_, title=TITLE, actor=by, now=NOW)
    assert [passage.text for passage in quotable_passages(report)] == [EGYPT]
    write(report, 1, "Egypt reports: “Two hundred officers were trained in Cairo.”", by=by)
    write(report, 2, "Participants describe what they need.", by=by)
    report = circulate(report, comments_until=NOW + timedelta(days=20), actor=by, version=report.version, now=NOW)
    report = close_comments(report, actor=by, version=report.version, now=NOW)
    return table(report, actor=by, version=report.version, now=NOW)


def seen(report):
    return ConsolidatedReport.objects.get(pk=report.pk)


def sent_to_ministers(report, by):
    report = seen(report)
    meeting = ministers()
    transmit(report, meeting=meeting, actor=by, version=report.version, now=NOW)
    return seen(report), meeting


def assert_ministers_read_what_was_endorsed(report):
    hashes = {
        report.endorsed_revision.sha256,
        report.transmission.revision.sha256,
        *report.reviews.values_list("revision__sha256", flat=True),
    }
    assert len(hashes) == 1


def test_report_endorsed_with_one_reservation_is_reviewed_and_bears_on_an_activity(report, by):
    words = "L'Égypte réserve sa position."
    reserved = Reserved(participant("EG"), "reservation", "fr", words, report.paragraphs.get(number=2))
    record_endorsement(report, act=act("endorsed"), reservations=[reserved], actor=by, version=report.version, now=NOW)
    report, meeting = sent_to_ministers(report, by)
    activity = Activity.objects.order_by("pk").first()
    asked = ToFollowUp({"en": "Train as many again."}, [activity], participant("EG"), date(2027, 1, 31))
    review = record_review(
        report, act=act("reviewed", meeting), follow_ups=[asked], actor=by, version=report.version, now=NOW
    )
    report = publish(seen(report), decision=review.decision, actor=by, version=report.version + 1, now=NOW)

    assert (report.received_states, report.asked_states, report.state) == (2, 3, "published")
    assert report.endorsements.get().reservations.get().text == words
    assert_ministers_read_what_was_endorsed(report)
    follow_up = activity.follow_ups.get().follow_up
    assert start_follow_up(follow_up, actor=by, version=follow_up.version, now=NOW).state == "in_progress"
    assert list(LedgerEntry.objects.about(report).values_list("kind", flat=True)) == [
        "report.drafted",
        "report.written",
        "report.written",
        "report.circulated",
        "report.comments_closed",
        "report.tabled",
        "report.endorsed",
        "report.transmitted",
        "report.reviewed",
        "report.published",
    ]


def test_report_endorsed_as_amended_goes_to_ministers_as_amended(report, by):
    record_endorsement(
        report,
        act=act("endorsed_as_amended"),
        amendments=[amended(report)],
        actor=by,
        version=report.version,
        now=NOW,
    )
    report = issue_amended_revision(seen(report), actor=by, version=None, now=NOW)
    report = confirm_amended(report, actor=by, version=report.version, now=NOW)
    report, meeting = sent_to_ministers(report, by)
    record_review(report, act=act("reviewed", meeting), actor=by, version=report.version, now=NOW)

    assert_ministers_read_what_was_endorsed(report)
    assert report.endorsed_revision != report.tabled_revision
    assert b"As amended in the room." in bytes(report.transmission.revision.content)


def test_report_endorsed_ad_referendum_goes_to_ministers_when_all_have_confirmed(report, by):
    named = [participant("EG"), participant("KE")]
    record_endorsement(
        report,
        act=act("endorsed_ad_referendum"),
        to_confirm=ToConfirm(date(2026, 7, 1), named),
        actor=by,
        version=report.version,
        now=NOW,
    )
    for party in named:
        report = confirm_ad_referendum(
            seen(report),
            party=party,
            letter_number="NV/1",
            confirmed_on=NOW.date(),
            actor=by,
            version=None,
            now=NOW,
        )
    report, meeting = sent_to_ministers(report, by)
    record_review(report, act=act("reviewed", meeting), actor=by, version=report.version, now=NOW)

    assert_ministers_read_what_was_endorsed(report)


def test_deferred_report_comes_back_to_a_later_meeting(report, by):
    record_endorsement(report, act=act("deferred"), actor=by, version=report.version, now=NOW)
    write(seen(report), 3, "What was missing.", by=by)
    report = circulated_again(seen(report), by=by)
    record_endorsement(report, act=act("endorsed"), actor=by, version=report.version, now=NOW)
    report, meeting = sent_to_ministers(report, by)
    record_review(report, act=act("reviewed", meeting), actor=by, version=report.version, now=NOW)

    verbs = list(report.endorsements.order_by("pk").values_list("verb__code", flat=True))
    assert verbs == ["deferred", "endorsed"]
    assert (report.received_states, report.asked_states) == (2, 3)
    assert_ministers_read_what_was_endorsed(report)


def test_report_that_ministers_take_note_of_is_shown_so(report, by):
    record_endorsement(report, act=act("endorsed"), actor=by, version=report.version, now=NOW)
    report, meeting = sent_to_ministers(report, by)
    record_review(report, act=act("taken_note_of", meeting), actor=by, version=report.version, now=NOW)

    assert seen(report).state == "taken_note_of"
    assert_ministers_read_what_was_endorsed(report)
