"""Every list of the API by its name, joined from the rooms: for the router, and for the feed of changes."""

from itertools import chain

import actionplan.api
import documents.api
import integrations.api
import meetings.api
import parties.api
import reports.api
from foundation.api.views import ReadViewSet

TOLD_OF: tuple[tuple[str, type[ReadViewSet]], ...] = tuple(
    chain(
        parties.api.routes,
        documents.api.routes,
        meetings.api.routes,
        actionplan.api.routes,
        reports.api.routes,
    )
)

ROUTES = (*TOLD_OF, *integrations.api.routes)
"""What tells of changes is no news itself: webhooks and their calls stand in no feed."""

OF_SUBJECT = {view.model._meta.label_lower: (name, view) for name, view in reversed(TOLD_OF)}
"""The list in which what the ledger calls by this word is read: the first, where several show the same rows."""
