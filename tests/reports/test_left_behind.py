"""What a round leaves behind that goes on to its next step: said before the step is confirmed, with the way to each."""

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.models import ConsolidatedReport
from reports.services.consolidated import draft_report
from reports.services.queries import nothing_to_add
from reports.services.rounds import close_to_contributions
from tests.factories.parties import PartyFactory, actor
from tests.factories.reports import (
    LATER,
    answered,
    completed,
    drafted,
    fresh,
    opened_round,
    questioned,
    submitted,
)
from tests.factories.reports_consolidated import chair

pytestmark = pytest.mark.django_db
NOT_BEGUN = "No consolidated report of this round was begun: once the round is closed, none can be."


@pytest.fixture
def parties():
    return [PartyFactory() for _each in range(6)]


@pytest.fixture
def round_(parties):
    """Of six asked one is silent, one drafts; one was received, one is asked, one has replied, one is complete."""
    _silent, drafting, sending, asked, replying, done = parties
    opened = opened_round(*parties)
    answered(drafted(drafting, opened), summary="canary in a draft")
    submitted(sending, opened)
    questioned(asked, opened)
    query = questioned(replying, opened)
    nothing_to_add(query, actor=actor("focal_point", replying), version=query.version, now=LATER)
    completed(done, opened)
    return opened


def warnings_of(officer, round_, name):
    return officer.get(reverse("admin:reports_round_step", args=[round_.pk, name])).context["warnings"]


def in_consolidation(round_):
    return close_to_contributions(round_, actor=chair(), version=fresh(round_).version, now=timezone.now())


def test_consolidation_says_what_it_leaves_behind(officer, round_):
    told = warnings_of(officer, round_, "close_to_contributions")

    assert [sentence.partition(">")[2].removesuffix("</a>") for sentence in told] == [
        "2 participants have not submitted, or not submitted again what was reopened.",
        "2 contributions were received and are not marked complete: a report draws on complete ones alone.",
        "1 question has no reply yet.",
        "1 reply is still to be read: its question is not settled.",
    ]


def test_what_is_left_behind_leads_to_as_many_rows_as_it_says(officer, round_):
    _overview, *lists = [
        sentence.split('"')[1].replace("&amp;", "&")
        for sentence in warnings_of(officer, round_, "close_to_contributions")
    ]

    rows = [list(officer.get(page).context["cl"].result_list) for page in lists]

    assert [len(found) for found in rows] == [2, 1, 1]


def test_closing_says_it_too_and_that_no_report_was_begun(officer, round_):
    closing = in_consolidation(round_)
    before = warnings_of(officer, closing, "close")
    draft_report(closing, title={"en": "Report"}, actor=chair(), now=timezone.now())

    after = warnings_of(officer, closing, "close")

    assert ConsolidatedReport.objects.count() == 1
    assert (before[0], before[1:], len(after)) == (NOT_BEGUN, after, 4)


def test_nothing_is_said_where_nothing_is_left_behind(officer):
    party = PartyFactory()
    done = completed(party, opened_round(party)).round

    assert warnings_of(officer, done, "close_to_contributions") == []
