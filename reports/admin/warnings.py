"""What a step of a consolidated report should not be taken without knowing."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.actors import Actor
from foundation.errors import Sentence
from foundation.wording import listed, localdate
from reports.models import ConsolidatedReport
from reports.selectors.consolidated import awaited_confirmations


def before_declaring(report: ConsolidatedReport, actor: Actor) -> Iterator[Sentence]:
    """Before an endorsement ad referendum is declared confirmed: who has not written, and that there is time left."""
    awaited = list(awaited_confirmations(report))
    if not awaited:
        return
    yield _("Confirmations not received yet: %(names)s.") % {"names": listed(one.party.name for one in awaited)}
    day = awaited[0].endorsement.confirm_by
    if day is not None and timezone.localdate(actor.now) <= day:
        told = {"day": localdate(day)}
        yield _("Confirmations are asked for until %(day)s: that day has not passed yet.") % told
