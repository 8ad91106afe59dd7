"""Who may take a consolidated report where: the table that buttons, API and database share."""

import pytest

from reports.enums import ReportState as S
from reports.models import ConsolidatedReport
from reports.workflow import REPORT
from tests.documents.conftest import READERS

DRAFTERS = {
    S.DRAFTING: ["circulate"],
    S.CIRCULATED: ["close_comments"],
    S.COMMENTS_CLOSED: ["table"],
    S.TABLED: ["endorse", "endorse_as_amended", "endorse_ad_referendum", "defer"],
    S.ENDORSED: [],
    S.ENDORSED_AS_AMENDED: ["issue_amended"],
    S.ENDORSED_AD_REFERENDUM: ["register_confirmation"],
    S.TRANSMITTED: ["review", "take_note", "defer_review"],
    S.REVIEWED: ["publish"],
    S.TAKEN_NOTE_OF: ["publish"],
    S.PUBLISHED: [],
}
THE_CHAIRS_OWN = {S.ENDORSED_AD_REFERENDUM: ["declare_confirmed"]}
THE_SYSTEMS = {
    S.TABLED: ["endorse_by_silence"],
    S.TRANSMITTED: [],
    S.ENDORSED_AD_REFERENDUM: ["register_confirmation", "complete_confirmation"],
}


def steps_of(reader, state):
    if reader in {"nobody", "focal_point", "incoming", "outgoing"}:
        return []
    if reader == "system":
        return THE_SYSTEMS.get(state, DRAFTERS[state])
    return DRAFTERS[state] + (THE_CHAIRS_OWN.get(state, []) if reader == "presidency" else [])


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("state", S.values)
def test_steps_follow_from_state_and_office(reader, state):
    report = ConsolidatedReport(state=state)

    assert REPORT.available(report, READERS[reader]) == steps_of(reader, S(state))


def test_every_state_of_the_report_is_in_the_table():
    listed = {state for edge in REPORT.edges() for state in edge}

    assert listed == set(S.values)


@pytest.mark.parametrize("state", [S.ENDORSED, S.ENDORSED_AS_AMENDED])
def test_only_a_confirmed_text_goes_to_ministers(state):
    report = ConsolidatedReport(state=state, endorsed_revision_id=1)

    assert REPORT.available(report, READERS["secretariat"]) == ["transmit"]


def test_amended_text_is_confirmed_by_the_chair_alone():
    report = ConsolidatedReport(state=S.ENDORSED_AS_AMENDED, amended_revision_id=1)

    assert "confirm_amended" in REPORT.available(report, READERS["presidency"])
    assert "confirm_amended" not in REPORT.available(report, READERS["secretariat"])
