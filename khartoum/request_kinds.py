"""Names the owner of each kind of request: what it is called, what is truly asked, and where it is dealt with."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from actionplan.selectors import asked as plan
from documents.selectors import asked as documents
from foundation.errors import Sentence
from foundation.outbox.mails import link_to_row
from meetings.selectors import asked as meetings
from notifications.registry import ObligationKind, Truth, portal, register
from notifications.selectors import mandates
from reports.selectors import contribution_requests as own
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
    contribution = _page("portal-contribution")
    contributions = ObligationKind(_("Contribution"), own.contributions_due, contribution, occasions.rounds_that_ask)
    register(obligations.CONTRIBUTION_DUE, contributions)
    _own(obligations.QUESTION_ASKED, own.questions_asked, _("Question"))
    _own(obligations.SECTION_HANDED, own.sections_handed, _("Section handed over"))
    _own(obligations.CLEARANCE_DUE, own.clearances_due, _("Clearance"), _page("portal-clearance"))
    _own(meetings.SILENCE_DECLARATION, meetings.declarations, _("Outcome of a silence procedure"))
    _own(meetings.SILENCE_WINDOW, meetings.silence_windows, _("Silence procedure"))
    _own(meetings.NOMINATION, meetings.nominations, _("Delegation to a meeting"))
    _own(meetings.FOLLOW_UP_DUE, meetings.follow_ups, _("Follow-up of a decision"))
    _own(meetings.HANDOVER, meetings.handovers, _("Handover of the Presidency"))
    _own(documents.RELEASE_DUE, documents.releases_due, _("Release of a document"))
    _own(plan.ACTIVITY_DUE, plan.activities_due, _("Activity of the plan"))
    _own(plan.MILESTONE_DUE, plan.milestones_due, _("Milestone of an activity"))
    confirmation = _("Confirmation of an office")
    _own(mandates.MANDATE_CONFIRMATION, mandates.confirmations_due, confirmation, _page("portal-office"))
    for kind, label in REPORTS.items():
        _own(kind, report_requests.TRUTHS[kind], label, _page("portal-report"))


def _own(kind: str, truth: Truth, label: Sentence, address: Address = portal) -> None:
    register(kind, ObligationKind(label, truth, address))
