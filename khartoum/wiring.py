"""Fills the registries that lower apps own: the only place that knows every app (architecture, Rooms)."""

from django.utils.translation import gettext_lazy as _

import actionplan.findable
import actionplan.reference
import documents.findable
import meetings.findable
import meetings.reference
import notifications.reference
import parties.findable
import parties.reference
import reports.findable
import reports.reference
from actionplan.models import Activity
from actionplan.selectors.follow_ups import activities_of, follow_ups_of
from documents.narrowed import narrow_by
from foundation import actors, reference, sections, zones
from foundation.api import etags, writes
from foundation.ledger.selectors import last_block
from foundation.outbox import registry as outbox
from foundation.search import registry as search
from integrations.hooks import sending
from integrations.kept_answers import KeptAnswers
from integrations.limits import Limit, limit_by
from integrations.models import ApiClient
from integrations.resources import resources_from
from integrations.services.deliveries import KIND
from khartoum.names_of_messages import NAMES
from khartoum.request_kinds import register_kinds
from khartoum.told import subscribers
from meetings.models import FollowUp
from parties.selectors import offices_held, zones_of_participants
from reports.selectors.limits import papers_within_rounds, rounds_of, rounds_offered
from reports.services.limits import limit_to_rounds


def connect() -> None:
    """Called once, when every app is ready."""
    reference.register("parties", parties.reference.COLLECTIONS)
    reference.register("notifications", notifications.reference.COLLECTIONS)
    reference.register("meetings", meetings.reference.COLLECTIONS)
    reference.register("actionplan", actionplan.reference.COLLECTIONS)
    reference.register("reports", reports.reference.COLLECTIONS)
    register_kinds()
    outbox.call(NAMES)
    actors.offices_from(offices_held)
    zones.register(zones_of_participants)
    etags.heads_from(last_block)
    writes.keep_in(KeptAnswers())
    sections.show_on(FollowUp, "activities", _("Activities it bears on"), activities_of)
    sections.show_on(Activity, "follow-ups", _("What decisions asked for it"), follow_ups_of)
    sections.show_on(ApiClient, "rounds", _("Only for these rounds"), rounds_of)
    limit_by(
        "rounds",
        Limit(
            label=_("Only for these rounds"),
            help_text=_("None chosen: for every round. Of any other it reads and writes nothing, not even its report."),
            offered=rounds_offered,
            chosen=rounds_of,
            write=limit_to_rounds,
        ),
    )
    narrow_by(papers_within_rounds)
    resources_from(subscribers.named_resources)
    outbox.still_wanted(KIND)(subscribers.write_body)
    outbox.carry("webhook", sending.webhooks)
    search.register(
        *meetings.findable.FINDABLE,
        *actionplan.findable.FINDABLE,
        *reports.findable.FINDABLE,
        *documents.findable.FINDABLE,
        *parties.findable.FINDABLE,
    )
