"""Why a step cannot be taken, as the tables of the house tell it: done, behind, too early, or somebody else's."""

import pytest

from actionplan.models import Activity, Milestone
from actionplan.workflow import ACTIVITY, MILESTONE
from foundation.not_taken import BEHIND, DONE, FIRST, NO_WAY, SOMEBODY_ELSE, why_not
from meetings.models import Meeting
from meetings.workflow import MEETING
from reports.models import ConsolidatedReport, Contribution
from reports.workflow import CONTRIBUTION, REPORT


@pytest.mark.parametrize(
    ("workflow", "row", "name", "sentence", "first"),
    [
        (REPORT, ConsolidatedReport(state="drafting"), "table", FIRST, ["circulate"]),
        (REPORT, ConsolidatedReport(state="tabled"), "circulate", BEHIND, []),
        (REPORT, ConsolidatedReport(state="published"), "transmit", BEHIND, []),
        (REPORT, ConsolidatedReport(state="endorsed"), "issue_amended", NO_WAY, []),
        (REPORT, ConsolidatedReport(state="circulated"), "close_comments", SOMEBODY_ELSE, []),
        (CONTRIBUTION, Contribution(state="reopened"), "complete", FIRST, ["submit", "agree"]),
        (CONTRIBUTION, Contribution(state="complete"), "complete", DONE, []),
        (CONTRIBUTION, Contribution(state="complete"), "ask", FIRST, ["reopen"]),
        (MEETING, Meeting(state="postponed"), "hold", FIRST, ["reconvene"]),
        (MEETING, Meeting(state="held"), "convene", BEHIND, []),
        (MEETING, Meeting(state="cancelled"), "hold", NO_WAY, []),
        (ACTIVITY, Activity(state="completed"), "begin", BEHIND, []),
        (MILESTONE, Milestone(state="dropped"), "reach", FIRST, ["pursue"]),
    ],
)
def test_the_table_tells_why_a_step_cannot_be_taken_and_what_comes_first(workflow, row, name, sentence, first):
    why = why_not(workflow, row, name)

    assert (why.sentence, why.first) == (sentence, first)
