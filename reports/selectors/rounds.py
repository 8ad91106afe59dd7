"""Reads of rounds: n of N, the positive list, and the overview that only staff see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from foundation.actors import Actor
from foundation.localized import language_order
from parties.enums import AuthorityState, PartyKind
from parties.models import Authority, Party
from parties.models.participants import PartyQuerySet
from reports.enums import ContributionState as S
from reports.enums import RoundState
from reports.models import Addressee, Contribution, JointName, Round
from reports.selectors.joint import joined_in
from reports.selectors.obligations import AWAITED


class Share(NamedTuple):
    """`received` of `asked`."""

    received: int
    asked: int


class Counts(NamedTuple):
    """n of N: States and organisations are counted apart."""

    states: Share
    organisations: Share


def n_of_N(round_: Round) -> Counts:  # noqa: N802 -- the name diplomats use
    """How many of those asked have been received now. A report keeps its own figures, fixed at the cut-off."""
    asked = _by_kind(Addressee.objects.filter(round=round_).counted().values_list("party__kind").annotate(Count("pk")))
    received = _by_kind(_received(round_).values_list("kind").annotate(Count("pk")))
    shares = [Share(received.get(kind, 0), asked.get(kind, 0)) for kind in (PartyKind.STATE, PartyKind.ORGANISATION)]
    return Counts(*shares)


def received_from(round_: Round, *, language: str | None = None) -> list[Party]:
    """The positive list, "received from ...", in the alphabetical order of the language."""
    return list(_received(round_).alphabetical(language_order(language)[0]))


def _received(round_: Round) -> PartyQuerySet:
    asked = Addressee.objects.filter(round=round_).counted().values("party")
    received = Contribution.objects.filter(round=round_).counted().values("party")
    joined = JointName.objects.filter(round=round_).confirmed().values("party")
    return Party.objects.filter(pk__in=asked).filter(Q(pk__in=received) | Q(pk__in=joined))


def _by_kind(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict(rows)


def asking_about_the_same_days(round_: Round, actor: Actor) -> QuerySet[Round]:
    """Rounds of the same plan that were opened and whose period has a day in common with this one's, earliest first."""
    opened = Round.objects.visible_to(actor).filter(plan=round_.plan_id).exclude(state=RoundState.PREPARING)
    common = opened.filter(
        period_begins_on__lte=round_.period_ends_on, period_ends_on__gte=round_.period_begins_on
    ).exclude(pk=round_.pk)
    return common.order_by("period_begins_on", "pk")


def represented_by_nobody() -> set[int]:
    """The participants whose authorities are all on hold."""
    states: dict[int, set[str]] = {}
    for party_id, state in Authority.objects.values_list("party_id", "state"):
        states.setdefault(party_id, set()).add(state)
    return {party_id for party_id, found in states.items() if found == {AuthorityState.ON_HOLD}}


@dataclass(frozen=True)
class OverviewRow:
    """One participant in a round, as staff see it. Unsubmitted drafts do not show: it is awaited, and that is all."""

    addressee: Addressee
    contribution: Contribution | None
    is_on_hold: bool
    joined: JointName | None = None
    """The contribution of another participant that speaks in its name too, confirmed."""

    @property
    def status(self) -> str:
        """A state, or `on_hold`, `joined`, `none_received` once the round is over, `extension`: agreed until later."""
        if self.is_on_hold:
            return "on_hold"
        if self.contribution is not None:
            return self.contribution.state
        if self.joined is not None:
            return "joined"
        if self.addressee.round.state == RoundState.CLOSED:
            return "none_received"
        return "extension" if self.addressee.extension_until else S.NOT_STARTED

    @property
    def is_awaited(self) -> bool:
        """Something is still to be submitted: what has come is not due any more."""
        return self.joined is None and (self.contribution is None or self.contribution.state in AWAITED)

    @property
    def due_at(self) -> datetime:
        """Until when this participant is asked."""
        return self.addressee.extension_until or self.addressee.round.due_at


def round_overview(round_: Round, *, actor: Actor, language: str | None = None) -> list[OverviewRow]:
    """Participant x round for staff, in the alphabetical order of the language. Four queries."""
    order = f"party__sort_{language_order(language)[0]}"
    asked = Addressee.objects.visible_to(actor).filter(round=round_).select_related("party", "round")
    received = Contribution.objects.visible_to(actor).filter(round=round_, authority=None).exclude(submitted_at=None)
    by_party = {contribution.party_id: contribution for contribution in received.select_related("party", "round")}
    held = represented_by_nobody() - set(by_party)
    joined = joined_in([round_.pk])
    return [
        OverviewRow(
            addressee,
            by_party.get(addressee.party_id),
            addressee.party_id in held,
            joined.get((round_.pk, addressee.party_id)),
        )
        for addressee in asked.order_by(order, "party__code")
    ]
