"""Who is told of what happens to a contribution: fixed with each ledger entry."""

from foundation.ledger.audience import Audience, unit, unit_and_staff
from reports.models import Contribution


def own(contribution: Contribution) -> Audience:
    """Its participant alone, as long as nothing has been submitted: those of its offices that read its drafts."""
    return unit(contribution.party_id, authority_id=contribution.authority_id, power="read_drafts")


def own_and_staff(contribution: Contribution) -> Audience:
    """Its participant, Presidency and Secretariat."""
    return unit_and_staff(contribution.party_id, authority_id=contribution.authority_id)
