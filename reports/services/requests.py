"""Asks participants for their contributions: the requests that reminders and due lists are made of."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from notifications.models import Obligation
from notifications.services import (
    close_obligation,
    keep_asked,
    obligation_key,
    open_obligations,
    renew_obligations,
)
from parties.enums import OfficeSide
from parties.models import Office, Party
from reports.models import Addressee, Contribution, Round
from reports.selectors.obligations import CLEARANCE_DUE, CONTRIBUTION_DUE


def request_contributions(contributions: Iterable[Contribution], *, now: datetime) -> None:
    """Open a request for each, due when its participant was told. One statement, whatever their number."""
    asked = list(contributions)
    open_obligations(_requests(asked, now))
    ask_for_clearance(asked, now=now)


def request_contribution(contribution: Contribution, *, now: datetime) -> None:
    """Ask once more for one that was reopened."""
    request_contributions([contribution], now=now)


def renew_requests(round_: Round, *, now: datetime, party: Party | None = None) -> None:
    """Let what is said of its addressees (of one, if named) hold for what is still asked: date, reminders, wait."""
    rows = Contribution.objects.filter(round=round_).select_related("party", "round")
    contributions = list(rows.filter(party=party) if party else rows)
    renew_obligations(_requests(contributions, now))
    ask_for_clearance(contributions, now=now)


def end_request(
    contribution: Contribution, *, now: datetime, reason: str, facts: Mapping[str, Any] | None = None
) -> None:
    """It is no longer asked, and nothing is cleared any more. The caller has saved its state."""
    close_obligation(contribution, CONTRIBUTION_DUE, now=now, reason=reason, facts=facts)
    ask_for_clearance([contribution], now=now, reason=reason)


def ask_for_clearance(contributions: Iterable[Contribution], *, now: datetime, reason: str = "done") -> None:
    """What is being written is cleared before it is sent, where the house does so."""
    keep_asked(CLEARANCE_DUE, [one.uuid for one in contributions], now=now, reason=reason)


def _requests(contributions: Collection[Contribution], now: datetime) -> Iterator[Obligation]:
    offices = sorted(Office.objects.filter(side=OfficeSide.PARTICIPANT, can_submit=True).values_list("code", flat=True))
    addressees = {
        (addressee.round_id, addressee.party_id): addressee
        for addressee in Addressee.objects.filter(round__in={contribution.round_id for contribution in contributions})
    }
    for contribution in contributions:
        yield _request(contribution, addressees[contribution.round_id, contribution.party_id], offices, now)


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
        waits_until=_morning_of(addressee.paused_until, contribution.round.due_zone),
        opened_at=now,
    )


def _morning_of(day: date | None, zone: str) -> datetime | None:
    return datetime.combine(day, time(), ZoneInfo(zone)) if day else None
