"""Lets requests follow what is agreed with participants about contributions: reminders are made of them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from notifications.services import close_obligation, keep_asked
from reports.models import Contribution, HandedSection, Query
from reports.selectors.obligations import CLEARANCE_DUE, CONTRIBUTION_DUE, QUESTION_ASKED, SECTION_HANDED


def request_contributions(contributions: Iterable[Contribution], *, now: datetime) -> None:
    """Ask for each, until when its participant was told. A few statements, whatever their number."""
    asked = list(contributions)
    keep_asked(CONTRIBUTION_DUE, [one.uuid for one in asked], now=now)
    ask_for_clearance(asked, now=now)


def request_contribution(contribution: Contribution, *, now: datetime) -> None:
    """Ask once more for one that was reopened."""
    request_contributions([contribution], now=now)


def renew_requests(contributions: Iterable[Contribution], *, now: datetime) -> None:
    """Let what is agreed hold for what is still asked: of the contributions, and within each of them."""
    those = list(contributions)
    request_contributions(those, now=now)
    for kind, rows in ((QUESTION_ASKED, Query.objects), (SECTION_HANDED, HandedSection.objects)):
        keep_asked(kind, list(rows.filter(contribution__in=those).values_list("uuid", flat=True)), now=now)


def end_request(
    contribution: Contribution, *, now: datetime, reason: str, facts: Mapping[str, Any] | None = None
) -> None:
    """It is no longer asked, and nothing is cleared any more. The caller has saved its state."""
    close_obligation(contribution, CONTRIBUTION_DUE, now=now, reason=reason, facts=facts)
    ask_for_clearance([contribution], now=now, reason=reason)


def ask_for_clearance(contributions: Iterable[Contribution], *, now: datetime, reason: str = "done") -> None:
    """What is being written is cleared before it is sent, where the house does so."""
    keep_asked(CLEARANCE_DUE, [one.uuid for one in contributions], now=now, reason=reason)
