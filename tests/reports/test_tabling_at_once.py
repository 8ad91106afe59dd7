"""A report is begun or tabled while what it rests on changes: the chair, participants' choices, days of a meeting."""

from datetime import date

import pytest

from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from meetings.services import cancel_meeting, record_handover
from notifications.selectors.reconciliation import drift
from reports.models import ConsolidatedReport, Contribution
from reports.services.consolidated import circulate, close_comments, draft_report, table
from reports.services.terms import Terms, set_terms
from tests.factories.parties import PresidencyFactory, actor, participant, term_in_chair
from tests.factories.reports import fresh
from tests.factories.reports_comments import UNTIL
from tests.factories.reports_consolidated import (
    NOW,
    TITLE,
    chair,
    contribution,
    drafted,
    round_in,
    senior_officials,
    write,
)
from tests.waiting import beside

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Two courses were held in Cairo for border officers."


@pytest.fixture
def by():
    return chair()


@pytest.fixture
def meeting():
    return senior_officials("convened", begins_on=date(2026, 5, 1))


@pytest.fixture
def report(by, meeting):
    """It quotes Egypt, which has allowed it, and waits to be tabled."""
    round_ = round_in(som=meeting)
    contribution(round_, participant("EG"), progress=WORDS)
    report = drafted(by=by, round_=round_, paragraphs=0)
    write(report, 1, WORDS, by=by)
    circulated = circulate(report, comments_until=UNTIL, actor=by, version=None, now=NOW)
    return close_comments(circulated, actor=by, version=None, now=NOW)


@pytest.fixture
def withhold(report):
    """Egypt lets its words be quoted no more."""
    egypt = participant("EG")
    sent, who = Contribution.objects.get(party=egypt), actor("focal_point", egypt, now=NOW)
    section = report.round.state_template.sections.get(code="progress")
    terms = {section.uuid: Terms("staff", "not_quoted")}
    return lambda: set_terms(sent, actor=who, version=sent.version, terms=terms)


def test_words_that_are_withheld_at_this_moment_are_not_tabled(report, withhold, by):
    late = beside(withhold, lambda: table(report, actor=by, version=report.version, now=NOW))

    with pytest.raises(RuleBroken, match="not to be quoted"):
        late.result()
    assert fresh(report).state == "comments_closed"


def test_whoever_withholds_words_that_are_being_tabled_is_told(report, withhold, by):
    late = beside(lambda: table(report, actor=by, version=report.version, now=NOW), withhold)

    with pytest.raises(IllegalTransition):
        late.result()
    assert fresh(report).state == "tabled"


def test_what_is_asked_of_a_report_goes_by_the_meeting_that_was_called_off_meanwhile(report, meeting, by):
    who = actor("secretariat_officer", now=NOW)

    beside(
        lambda: table(report, actor=by, version=report.version, now=NOW),
        lambda: cancel_meeting(meeting, actor=who, version=meeting.version, now=NOW),
    ).result()

    assert fresh(meeting).state == "cancelled"
    assert list(drift()) == []


def test_an_officer_begins_no_report_while_the_chair_passes_on(by):
    outgoing, round_ = term_in_chair(), round_in()
    meeting = senior_officials(chair=outgoing, hands_over=PresidencyFactory(), begins_on=NOW.date())

    late = beside(
        lambda: record_handover(meeting, actor=actor("secretariat_officer", now=NOW), version=1, now=NOW),
        lambda: draft_report(round_, title=TITLE, actor=by, now=NOW),
    )

    with pytest.raises(NotAllowed):
        late.result()
    assert not ConsolidatedReport.objects.exists()
