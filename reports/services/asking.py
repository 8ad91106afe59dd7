"""Lets requests follow a consolidated report through its states."""

from datetime import datetime

from notifications.services import keep_asked
from reports.enums import ReportState
from reports.models import ConsolidatedReport
from reports.selectors.report_requests import TRUTHS
from reports.workflow.consolidated import REPORT

MOVED_BY_OTHERS = {ReportState.CIRCULATED, ReportState.TABLED, ReportState.TRANSMITTED}
"""What is asked of these rests on meetings and who is invited to them, on their round and on representation."""
ON_THE_WAY = {source for source, target in REPORT.edges() if target in MOVED_BY_OTHERS}
"""Somebody may be taking it there at this very moment, by what stood until now."""


def ask_about(report: ConsolidatedReport, *, now: datetime) -> None:
    """What is asked of participants and staff, as the report stands now. The caller has saved it."""
    for kind in TRUTHS:
        keep_asked(kind, [report.uuid], now=now, reason=str(report.state))


def ask_anew(*, now: datetime) -> None:
    """What reports wait for was changed without them: whom they ask and until when follows."""
    waiting = ConsolidatedReport.objects.filter(state__in=MOVED_BY_OTHERS | ON_THE_WAY).order_by("pk")
    for report in waiting.only("uuid", "state"):
        ask_about(report, now=now)
