"""Who is asked to confirm an office, and until when: the truth that requests are kept by."""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from foundation.days import end_of
from notifications.models import Obligation
from notifications.selectors.subjects import these
from parties.enums import AuthorityState, OfficeSide
from parties.models import Mandate
from parties.selectors import confirmed_until

MANDATE_CONFIRMATION = "mandate.confirmation"


def confirmations_due(subjects: Collection[UUID] | None) -> Iterator[Obligation]:
    """Whoever submits for a participant confirms once a year that the office is still held."""
    rows = Mandate.objects.filter(
        office__side=OfficeSide.PARTICIPANT, office__can_submit=True, ended_at=None, expires_at=None
    )
    for mandate in these(rows, subjects).select_related("party", "authority", "office"):
        day = confirmed_until(mandate)
        if mandate.ends_on is None or mandate.ends_on > day:
            yield _asked(mandate, day)


def _asked(mandate: Mandate, day: date) -> Obligation:
    authority = mandate.authority
    apart = authority if authority is not None and authority.state == AuthorityState.ON_HOLD else None
    zone = mandate.party.time_zone
    return Obligation.of(
        mandate,
        MANDATE_CONFIRMATION,
        mandate.party,
        offices=[mandate.office.code],
        due_at=end_of(day, zone),
        due_zone=zone,
        authority=apart,
    )
