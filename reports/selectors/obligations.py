"""What is truly still asked: the answer that the owner of a kind of request gives about its subjects."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from notifications.models import Obligation
from notifications.models.ladders import AUTOMATIC_OFFICES
from reports.enums import ContributionState, HandedState, JointState, QueryState, RoundState
from reports.models import Addressee, Clearance, Contribution, HandedSection, JointName, Query, Round
from reports.models.rounds import AddresseeQuerySet

CONTRIBUTION_DUE = "contribution.due"
QUESTION_ASKED = "contribution.question"
CLEARANCE_DUE = "contribution.clearance"
SECTION_HANDED = "section.handed"
AWAITED = (ContributionState.NOT_STARTED, ContributionState.DRAFT, ContributionState.REOPENED)
CLEARED_BEFORE = timedelta(weeks=1)
"""How long before its date a contribution is cleared inside: time to type what the paper came back with."""
ACCEPTING = (RoundState.OPEN, RoundState.CONSOLIDATING)
"""States of a round in which contributions are received: after the date too, and marked so."""


def still_awaited(subjects: Collection[UUID]) -> set[UUID]:
    """Of these contributions, those still to be submitted; who reports with another participant is not asked."""
    rows = _awaited().filter(uuid__in=subjects, round__state__in=ACCEPTING)
    return set(rows.values_list("uuid", flat=True))


def dates_of_contributions(subjects: Collection[UUID]) -> dict[UUID, tuple[datetime, str]]:
    """Until when each of these is asked, as agreed with its participant or as its round says; on which clock."""
    agreed = Addressee.objects.filter(round=OuterRef("round"), party=OuterRef("party")).values("extension_until")
    rows = Contribution.objects.filter(uuid__in=subjects)
    rows = rows.annotate(until=Coalesce(Subquery(agreed[:1]), "round__due_at"))
    return {uuid: (until, zone) for uuid, until, zone in rows.values_list("uuid", "until", "round__due_zone")}


def awaited_in(round_: Round) -> AddresseeQuerySet:
    """The addressees of a round of whom a contribution is still to be submitted."""
    of_theirs = _awaited().filter(round=OuterRef("round"), party=OuterRef("party"))
    return Addressee.objects.filter(Exists(of_theirs), round=round_)


def asked_of_in(round_: Round) -> "QuerySet[Contribution]":
    """The contributions of a round of which something is asked, itself or an answer to a question, with reminders."""
    reminded = Addressee.objects.filter(round=OuterRef("round"), party=OuterRef("party"), is_reminded=True)
    questions = Query.objects.filter(contribution=OuterRef("pk"), state=QueryState.OPEN)
    asked = Exists(_awaited().filter(pk=OuterRef("pk"))) | Exists(questions)
    return Contribution.objects.filter(asked, Exists(reminded), round=round_)


def _awaited() -> "QuerySet[Contribution]":
    joined = JointName.objects.filter(round=OuterRef("round"), party=OuterRef("party"), state=JointState.CONFIRMED)
    return Contribution.objects.filter(state__in=AWAITED).exclude(Exists(joined), authority=None)


def still_to_be_answered(subjects: Collection[UUID]) -> set[UUID]:
    """Of these questions, those that wait for the participant."""
    rows = Query.objects.filter(uuid__in=subjects, state=QueryState.OPEN, contribution__round__state__in=ACCEPTING)
    return set(rows.values_list("uuid", flat=True))


def still_to_be_written(subjects: Collection[UUID]) -> set[UUID]:
    """Of these sections, those that their person has not finished."""
    rows = HandedSection.objects.filter(uuid__in=subjects, state=HandedState.HANDED)
    return set(rows.exclude(contribution__round__state=RoundState.CLOSED).values_list("uuid", flat=True))


def clearances_due(subjects: Collection[UUID] | None) -> Iterator[Obligation]:
    """What is being written and was not cleared yet, a week before its date: the participant's own affair."""
    cleared = Clearance.objects.filter(contribution=OuterRef("pk"))
    agreed = Addressee.objects.filter(round=OuterRef("round"), party=OuterRef("party")).values("extension_until")
    written = _awaited().filter(round__state__in=ACCEPTING).exclude(state=ContributionState.NOT_STARTED)
    rows = written.exclude(Exists(cleared)).annotate(agreed_until=Subquery(agreed[:1]))
    if subjects is not None:
        rows = rows.filter(uuid__in=subjects)
    for one in rows.select_related("round", "party", "authority"):
        yield Obligation.of(
            one,
            CLEARANCE_DUE,
            one.party,
            offices=AUTOMATIC_OFFICES,
            due_at=(one.agreed_until or one.round.due_at) - CLEARED_BEFORE,
            due_zone=one.round.due_zone,
            authority=one.authority,
            is_internal=True,
        )
