"""Names the owner of each kind of request: what it is called, what is truly asked, and where it is dealt with."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from actionplan.selectors import asked as plan
from documents.selectors import asked as documents
from foundation.outbox.mails import link_to_row
from meetings.selectors import SILENCE_DECLARATION, still_to_be_declared
from meetings.selectors import asked as meetings
from notifications.registry import ObligationKind, register, told_by
from notifications.selectors import mandates
from reports.selectors import obligations, occasions, report_requests

Address = Callable[[UUID], str]
REPORTS = {
    report_requests.COMMENTS_ASKED: _("Comments on the draft report"),
    report_requests.ENDORSEMENT_DUE: _("Endorsement of the report"),
    report_requests.CONFIRMATION_ASKED: _("Confirmation of an endorsement"),
    report_requests.REVIEW_DUE: _("Review of the endorsed report"),
}
"""What is asked about a report, each on its page."""


def _page(name: str) -> Address:
    return partial(link_to_row, name)


def register_kinds() -> None:
    """Called once, when every app is ready."""
    contribution, report = _page("portal-contribution"), _page("portal-report")
    register(
        obligations.CONTRIBUTION_DUE,
        ObligationKind(
            _("Contribution"),
            obligations.still_awaited,
            contribution,
            occasions.rounds_that_ask,
            dates=obligations.dates_of_contributions,
        ),
    )
    register(obligations.QUESTION_ASKED, ObligationKind(_("Question"), obligations.still_to_be_answered))
    register(obligations.SECTION_HANDED, ObligationKind(_("Section handed over"), obligations.still_to_be_written))
    register(obligations.CLEARANCE_DUE, told_by(obligations.clearances_due, _("Clearance"), _page("portal-clearance")))
    register(SILENCE_DECLARATION, ObligationKind(_("Outcome of a silence procedure"), still_to_be_declared))
    register(meetings.SILENCE_WINDOW, told_by(meetings.silence_windows, _("Silence procedure")))
    register(meetings.NOMINATION, told_by(meetings.nominations, _("Delegation to a meeting")))
    register(meetings.FOLLOW_UP_DUE, told_by(meetings.follow_ups, _("Follow-up of a decision")))
    register(meetings.HANDOVER, told_by(meetings.handovers, _("Handover of the Presidency")))
    register(documents.RELEASE_DUE, told_by(documents.releases_due, _("Release of a document")))
    register(plan.ACTIVITY_DUE, told_by(plan.activities_due, _("Activity of the plan")))
    register(plan.MILESTONE_DUE, told_by(plan.milestones_due, _("Milestone of an activity")))
    register(
        mandates.MANDATE_CONFIRMATION,
        told_by(mandates.confirmations_due, _("Confirmation of an office"), _page("portal-office")),
    )
    for kind, label in REPORTS.items():
        register(kind, told_by(report_requests.TRUTHS[kind], label, report))
