"""What contributions ask, of whom and until when: the truth that requests are kept by."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from foundation.days import beginning_of
from notifications.models import Obligation
from notifications.models.ladders import AUTOMATIC_OFFICES
from notifications.selectors.subjects import these
from parties.enums import OfficeSide
from parties.models import Office
from reports.enums import ContributionState
from reports.models import Addressee, Clearance, Contribution
from reports.models.contributions import ContributionQuerySet
from reports.selectors.contributions import due_moment, with_extension
from reports.selectors.obligations import (
    CLEARANCE_DUE,
    CONTRIBUTION_DUE,
    QUESTION_ASKED,
    SECTION_HANDED,
    questions_to_answer,
    sections_to_write,
    to_submit,
)

Row = TypeVar("Row", bound=models.Model)
CLEARED_BEFORE = timedelta(weeks=1)
"""How long before its date a contribution is cleared inside: time to type what the paper came back with."""


def contributions_due(subjects: Collection[UUID] | None) -> Iterator[Obligation]:
    """Each that is awaited. Who is not to be reminded is asked all the same: the request then names no office."""
    rows, offices = these(_with_names(to_submit()), subjects), submitting_offices()
    told = _addressees(row.round_id for row in rows)
    for one in rows:
        addressee = told.get((one.round_id, one.party_id))
        if addressee is not None:
            reminded = offices if addressee.is_reminded else []
            asked = _asked(one, one, CONTRIBUTION_DUE, due_at=due_moment(one), offices=reminded)
            paused_until = addressee.paused_until
            asked.waits_until = beginning_of(paused_until, one.round.due_zone) if paused_until else None
            yield asked


def questions_asked(subjects: Collection[UUID] | None) -> Iterator[Obligation]:
    """Each is answered before the consolidation, by whoever may submit."""
    offices = submitting_offices()
    for one in _within(questions_to_answer(), subjects):
        yield _asked(one, one.contribution, QUESTION_ASKED, due_at=one.contribution.round.cutoff_at, offices=offices)


def sections_handed(subjects: Collection[UUID] | None) -> Iterator[Obligation]:
    """Each is written by its own moment or the participant's; who answers for the contribution is reminded of it."""
    for one in _within(sections_to_write(), subjects):
        due_at = one.due_at or due_moment(one.contribution)
        yield _asked(one, one.contribution, SECTION_HANDED, due_at=due_at, is_internal=True)


def clearances_due(subjects: Collection[UUID] | None) -> Iterator[Obligation]:
    """What is being written and was not cleared yet, a week before its date: the participant's own affair."""
    cleared = Clearance.objects.filter(contribution=OuterRef("pk"))
    written = to_submit().exclude(state=ContributionState.NOT_STARTED).exclude(Exists(cleared))
    for one in these(_with_names(written), subjects):
        yield _asked(one, one, CLEARANCE_DUE, due_at=due_moment(one) - CLEARED_BEFORE, is_internal=True)


def submitting_offices() -> list[str]:
    """The codes of the offices that submit for their participant."""
    return list(Office.objects.filter(side=OfficeSide.PARTICIPANT, can_submit=True).values_list("code", flat=True))


def _asked(
    subject: models.Model,
    contribution: Contribution,
    kind: str,
    *,
    due_at: datetime,
    offices: Collection[str] = AUTOMATIC_OFFICES,
    is_internal: bool = False,
) -> Obligation:
    return Obligation.of(
        subject,
        kind,
        contribution.party,
        offices=offices,
        due_at=due_at,
        due_zone=contribution.round.due_zone,
        authority=contribution.authority,
        is_internal=is_internal,
    )


def _with_names(rows: ContributionQuerySet) -> ContributionQuerySet:
    return with_extension(rows).select_related("round", "party", "authority")


def _within(rows: "QuerySet[Row]", subjects: Collection[UUID] | None) -> "QuerySet[Row]":
    """Rows of contributions, each with its own."""
    return these(rows, subjects).prefetch_related(Prefetch("contribution", _with_names(Contribution.objects.all())))


def _addressees(rounds: Iterable[int]) -> dict[tuple[int, int], Addressee]:
    return {(one.round_id, one.party_id): one for one in Addressee.objects.filter(round__in=set(rounds))}
