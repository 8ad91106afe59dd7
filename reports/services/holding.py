"""What a change of contributions rests on without changing it: the state of their rounds, and of representation.

Held before anything below is locked: round, its report, representation, contributions, questions, requests, ledger.
Whoever takes a round through a step waits for those who hold it, and the other way round: nothing arrives in a round
that is closed.
"""

from collections.abc import Collection

from django.db.models import QuerySet

from foundation.base import hold, lock_seen
from foundation.errors import IllegalTransition
from parties.models import Authority
from reports.models import ConsolidatedReport, Contribution, Round
from reports.permissions.contributions import is_open_for_writing


def hold_round(contribution: Contribution) -> None:
    """The contribution's round stays in its state until this transaction ends."""
    hold(Round(pk=contribution.round_id))


def hold_report(contribution: Contribution) -> None:
    """Nobody tables the report on its round until this transaction ends. The caller holds the round: none begins."""
    hold(*ConsolidatedReport.objects.filter(round=contribution.round_id))


def open_for_writing(contribution: Contribution, *, version: int | None = None) -> Contribution:
    """The contribution, locked, where its answers may be written now; `version` is what the caller saw, if that counts.

    Raises `StaleVersion` or `IllegalTransition`. Whether the actor may write is the caller's to ask.
    """
    hold_round(contribution)
    current = lock_seen(contribution, version=version)
    if not is_open_for_writing(current):
        raise IllegalTransition
    return current


def held_rounds(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Of these rounds, those that still are what was asked for once they are held, in the order of keys."""
    hold(*rounds)
    return rounds.all().order_by("pk")


def hold_representation(parties: Collection[int]) -> None:
    """No authority of these participants comes on hold or is released until this transaction ends."""
    hold(*Authority.objects.filter(party__in=parties))
