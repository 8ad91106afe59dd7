"""Asks participants for their contributions: the requests that reminders and due lists are made of."""

from collections.abc import Iterable
from datetime import datetime

from notifications.models import Obligation
from notifications.services import obligation_key, open_obligations
from parties.enums import OfficeSide
from parties.models import Office
from reports.models import Addressee, Contribution
from reports.selectors.obligations import CONTRIBUTION_DUE


def request_contributions(contributions: Iterable[Contribution], *, now: datetime) -> None:
    """Open a request for each, due when its participant was told. One statement, whatever their number."""
    offices = sorted(Office.objects.filter(side=OfficeSide.PARTICIPANT, can_submit=True).values_list("code", flat=True))
    asked = list(contributions)
    addressees = {
        (addressee.round_id, addressee.party_id): addressee
        for addressee in Addressee.objects.filter(round__in={contribution.round_id for contribution in asked})
    }
    open_obligations(
        _request(contribution, addressees[contribution.round_id, contribution.party_id], offices, now)
        for contribution in asked
    )


def request_contribution(contribution: Contribution, *, now: datetime) -> None:
    """Ask once more for one that was reopened."""
    request_contributions([contribution], now=now)


def _request(contribution: Contribution, addressee: Addressee, offices: list[str], now: datetime) -> Obligation:
    """Who is not to be reminded is asked all the same: the request then names no office."""
    return Obligation(
        key=obligation_key(contribution, CONTRIBUTION_DUE, contribution.party),
        kind=CONTRIBUTION_DUE,
        subject_type=contribution._meta.label_lower,
        subject_uuid=contribution.uuid,
        party_id=contribution.party_id,
        authority_id=contribution.authority_id,
        offices=offices if addressee.is_reminded else [],
        due_at=addressee.extension_until or contribution.round.due_at,
        due_zone=contribution.round.due_zone,
        opened_at=now,
    )
