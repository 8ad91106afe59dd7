"""The rounds in which contributions are asked for, now or soon: on these the simulator tries a ladder."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.db.models import Q, QuerySet

from notifications.models import Obligation
from notifications.registry import Occasion
from parties.enums import OfficeSide, ParticipationStatus
from parties.models import Office, Participation
from reports.enums import RoundState
from reports.models import Contribution, Round
from reports.selectors.obligations import CONTRIBUTION_DUE

ASKED_AS = "process"
"""The body whose participants report: the Process as a whole. Its switches say who is asked, reminded, counted."""
TAKING_PART = (ParticipationStatus.PARTICIPATING, ParticipationStatus.STAND_IN)


def asked_by_switches(day: date) -> "QuerySet[Participation]":
    """Everybody whom the switches in force on `day` ask to report."""
    begun = Q(begins_on=None) | Q(begins_on__lte=day)
    in_force = Participation.objects.filter(
        begun, Q(ends_on=None) | Q(ends_on__gt=day), body__code=ASKED_AS, status__in=TAKING_PART
    )
    return in_force.filter(is_asked_to_report=True, party__valid_to=None).order_by("party")


def rounds_that_ask() -> list[Occasion]:
    """Every round that is not closed, the last date first. For staff: one in preparation is nobody else's."""
    rounds = Round.objects.exclude(state=RoundState.CLOSED).order_by("-due_at", "-pk")
    return [Occasion(round_.code, str(round_.title), partial(_requests, round_)) for round_ in rounds]


def _requests(round_: Round, now: datetime) -> Sequence[Obligation]:
    """What is still asked; of a round in preparation, what would be asked if it opened now."""
    if round_.state == RoundState.PREPARING:
        return _foreseen(round_, now)
    contributions = Contribution.objects.filter(round=round_).values("uuid")
    asked = Obligation.objects.open().filter(kind=CONTRIBUTION_DUE, subject_uuid__in=contributions)
    return list(asked.select_related("party"))


def _foreseen(round_: Round, now: datetime) -> list[Obligation]:
    by_hand = {one.party: one.is_reminded for one in round_.addressees.select_related("party")}
    by_switch = {one.party: one.is_reminded for one in asked_by_switches(now.date()).select_related("party")}
    offices = list(Office.objects.filter(side=OfficeSide.PARTICIPANT, can_submit=True).values_list("code", flat=True))
    return [
        Obligation(
            subject_type=round_._meta.label_lower,
            subject_uuid=round_.uuid,
            party=party,
            offices=offices if is_reminded else [],
            due_at=round_.due_at,
            due_zone=round_.due_zone,
            opened_at=now,
        )
        for party, is_reminded in {**by_switch, **by_hand}.items()
    ]
