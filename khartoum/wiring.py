"""Fills the registries that lower apps own: the only place that knows every app (architecture, Rooms)."""

from django.utils.translation import gettext_lazy as _

import actionplan.reference
import meetings.reference
import parties.reference
import reports.reference
from foundation import reference
from notifications import registry as requests
from reports.selectors import obligations


def connect() -> None:
    """Called once, when every app is ready."""
    reference.register("parties", parties.reference.COLLECTIONS)
    reference.register("meetings", meetings.reference.COLLECTIONS)
    reference.register("actionplan", actionplan.reference.COLLECTIONS)
    reference.register("reports", reports.reference.COLLECTIONS)
    requests.register(
        obligations.CONTRIBUTION_DUE, requests.ObligationKind(_("Contribution"), obligations.still_awaited)
    )
    requests.register(
        obligations.QUESTION_ASKED, requests.ObligationKind(_("Question"), obligations.still_to_be_answered)
    )
