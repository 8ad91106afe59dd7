"""Reads of the parties app: above all, which offices a person holds at a moment (mechanism 3)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet

from foundation.accounts.models import User
from foundation.actors import Actor, HeldOffice, Kind, Side, anonymous
from foundation.localized import by_name, language_order
from foundation.outbox.models import Bounce
from foundation.standing import Given, Standing, moment
from parties.enums import AuthorityState, OfficeSide, ParticipationStatus, TermState
from parties.models import Authority, Body, Mandate, Participation, Party, Presidency

EARLY_READING = timedelta(days=180)
"""How long before it takes over a designated Presidency reads the workbench (reasoned; domain note, section 4)."""

CONFIRMED_FROM = timedelta(days=31)
"""How long before its day the first page asks for the confirmation."""
LEAP_DAY = (2, 29)

Window = Literal["full", "early", "finishing"]
CONTESTED = Authority.objects.filter(party=OuterRef("party"), state=AuthorityState.ON_HOLD)
"""Correlated to rows with a `party`: its representation is on hold, so who names no authority acts for neither side."""
HELD = Standing(
    lambda: (
        Mandate.objects.in_force(moment("now"))
        .filter(user=Given("user", BigIntegerField()), user__is_active=True)
        .annotate(contested=Exists(CONTESTED))
        .select_related("office", "presidency", "authority")
        .order_by("id")
    )
)
"""The offices of one person that are in force: asked with every request of whoever is known."""


def offices_held(user_id: int, now: datetime) -> tuple[HeldOffice, ...]:
    """The offices in force for this person at `now` (UTC), one query; terms decide the window of Presidency offices."""
    held = (_held(mandate, now) for mandate in HELD.rows(user=user_id, now=now))
    return tuple(office for office in held if office is not None)


def zones_of_participants() -> set[str]:
    """The zones of capitals and seats: those that are chosen most."""
    return set(Party.objects.values_list("time_zone", flat=True))


@dataclass(frozen=True)
class YearlyConfirmation:
    """By which day an office is to be confirmed, and whether that day has passed where the participant is."""

    mandate: Mandate
    until: date
    is_past: bool

    @classmethod
    def of(cls, mandate: Mandate, now: datetime) -> "YearlyConfirmation":
        """As it stands at a moment (UTC)."""
        until = confirmed_until(mandate)
        return cls(mandate, until, now.astimezone(ZoneInfo(mandate.party.time_zone)).date() > until)


def confirmed_until(mandate: Mandate) -> date:
    """The day by which an office is to be confirmed: a year after it was given or last confirmed."""
    since = mandate.confirmed_on or mandate.begins_on
    leap = (since.month, since.day) == LEAP_DAY
    return date(since.year + 1, 3, 1) if leap else since.replace(year=since.year + 1)


def to_confirm_soon(actor: Actor) -> list["YearlyConfirmation"]:
    """Of the actor's own offices by which they submit, what is due within a month or is past; one query or none."""
    worn = [one.mandate_id for one in actor.worn if "submit" in one.powers]
    if not worn:
        return []
    rows = Mandate.objects.filter(pk__in=worn, expires_at=None).select_related("party", "office").order_by("pk")
    asked = [YearlyConfirmation.of(one, actor.now) for one in rows]
    return [one for one in asked if one.until - actor.now.date() <= CONFIRMED_FROM]


def writers_for(party_id: int, authority_id: int | None, now: datetime) -> QuerySet[User]:
    """The people who write for this participant at `now`; where it is on hold, for this very authority."""
    mandates = Mandate.objects.in_force(now).filter(
        party=party_id, office__side=OfficeSide.PARTICIPANT, office__can_write=True
    )
    if authority_id is not None:
        mandates = mandates.filter(authority=authority_id, authority__state=AuthorityState.ON_HOLD)
    else:
        whole = Q(authority=None) & ~Q(Exists(CONTESTED))
        mandates = mandates.filter(whole | Q(authority__state=AuthorityState.IN_FORCE))
    return User.objects.filter(pk__in=mandates.values("user"), is_active=True, is_service=False)


def staff_in_force(now: datetime) -> list[User]:
    """Everybody whose office opens the workbench at `now`, once each; one query."""
    mandates = (
        Mandate.objects.in_force(now)
        .filter(office__side__in=[OfficeSide.PRESIDENCY, OfficeSide.SECRETARIAT], user__is_active=True)
        .annotate(contested=Exists(CONTESTED))
        .select_related("office", "presidency", "authority", "user")
        .order_by("user")
    )
    return list({mandate.user_id: mandate.user for mandate in mandates if _held(mandate, now)}.values())


def submitting_for(party_id: int, authority_id: int | None, *, now: datetime) -> list[User]:
    """The people who submit for a participant at `now` (while it is on hold: for this very authority); one query."""
    mandates = (
        Mandate.objects.in_force(now)
        .filter(party=party_id, office__side=OfficeSide.PARTICIPANT, office__can_submit=True)
        .filter(user__is_active=True, user__is_service=False)
        .annotate(contested=Exists(CONTESTED))
        .select_related("office", "presidency", "authority", "user")
        .order_by("user")
    )
    held = [(mandate.user, _held(mandate, now)) for mandate in mandates]
    return list({user.pk: user for user, one in held if one and one.authority_id == authority_id}.values())


def is_submitting_for(party_id: int, authority_id: int | None, *, user: UUID, now: datetime) -> bool:
    """Whether the person with this uuid is one of them: asked before a mail leaves, as an office may have ended."""
    return any(one.uuid == user for one in submitting_for(party_id, authority_id, now=now))


def _held(mandate: Mandate, now: datetime) -> HeldOffice | None:
    window: Window | None = "full"
    if mandate.office.side == OfficeSide.PRESIDENCY:
        if mandate.presidency is None:
            return None
        window = window_of(mandate.presidency, now)
    elif mandate.office.side == OfficeSide.PARTICIPANT and mandate.authority is None and mandate.contested:  # type: ignore[attr-defined]  # -- annotated above
        return None
    if window is None:
        return None
    on_hold = mandate.authority is not None and mandate.authority.state == AuthorityState.ON_HOLD
    return HeldOffice(
        mandate_id=mandate.pk,
        office=mandate.office.code,
        side=cast("Side", mandate.office.side),
        unit_id=mandate.party_id,
        authority_id=mandate.authority_id if on_hold else None,
        term_id=mandate.presidency_id,
        window=window,
        powers=mandate.office.powers,
    )


def window_of(term: Presidency, now: datetime) -> Window | None:
    """`full` in the chair, `early` before, `finishing` after, None otherwise."""
    if term.state == TermState.IN_CHAIR:
        return "full"
    if term.state == TermState.DESIGNATED:
        begins = term.begins_on
        return "early" if begins is None or begins - now.date() <= EARLY_READING else None
    if term.finishing_until is not None and now.date() <= term.finishing_until:
        return "finishing"
    return None


def actor_of(user: AbstractBaseUser | AnonymousUser, *, hat: Side | None, now: datetime | None = None) -> Actor:
    """The actor for a signed-in user (or nobody), with the offices in force now and the hat worn for this act."""
    moment = now or datetime.now(UTC)
    if not isinstance(user, User) or not user.is_active:
        return anonymous(moment)
    held = offices_held(user.pk, moment)
    kind: Kind = "client" if user.is_service else "person"
    return Actor(kind=kind, now=moment, user_id=user.pk, held=held, hat=hat)


def staff_hat(held: tuple[HeldOffice, ...]) -> Side | None:
    """The hat of the workbench: the Presidency's if held, else the Secretariat's."""
    for side in (OfficeSide.PRESIDENCY, OfficeSide.SECRETARIAT):
        if any(office.side == side for office in held):
            return side.value  # type: ignore[return-value]  # -- the enum's values are the sides
    return None


def parties_of(actor: Actor) -> list[Party]:
    """The participants this actor acts for under the participant's hat, in alphabetical order."""
    units = {office.unit_id for office in actor.worn if office.side == OfficeSide.PARTICIPANT}
    return list(Party.objects.filter(pk__in=units).alphabetical(language_order()[0]))


def presidency_in_chair() -> Presidency | None:
    """The term that holds the chair now, or None while it stands vacant."""
    return Presidency.objects.in_chair().first()


def is_contested(party_id: int) -> bool:
    """Whether the representation of this participant is on hold."""
    return Authority.objects.filter(party=party_id, state=AuthorityState.ON_HOLD).exists()


def contested_parties() -> set[int]:
    """The participants whose representation is on hold."""
    return set(Authority.objects.filter(state=AuthorityState.ON_HOLD).values_list("party_id", flat=True))


def taking_part(body: Body, day: date) -> QuerySet[Participation]:
    """How participants take part in a body on a day: those that do, with their switches."""
    began, not_over = Q(begins_on=None) | Q(begins_on__lte=day), Q(ends_on=None) | Q(ends_on__gt=day)
    rows = Participation.objects.filter(began, not_over, body=body)
    return rows.exclude(status=ParticipationStatus.NOT_PARTICIPATING).select_related("party")


REACHED = ~Exists(Bounce.objects.of(OuterRef("user__email")))
"""Of mandates: mail to their holder is not sent back."""


def out_of_reach(parties: Collection[int], now: datetime) -> set[int]:
    """Of these participants, those for which somebody holds an office at `now` (UTC), and nobody of them is reached."""
    held = Mandate.objects.in_force(now).filter(party__in=parties, office__side=OfficeSide.PARTICIPANT)
    reached = held.filter(REACHED, user__is_active=True).values_list("party", flat=True)
    return represented(parties, now) - set(reached)


def offices_out_of_reach(now: datetime) -> list[Mandate]:
    """The mandates of offices of whose holders nobody is reached, participants in alphabetical order; one query."""
    in_force = Mandate.objects.in_force(now).filter(office__side=OfficeSide.PARTICIPANT, user__is_active=True)
    others = in_force.filter(REACHED, party=OuterRef("party"), office=OuterRef("office"))
    rows = in_force.filter(~Exists(others)).select_related("party", "office", "user")
    return list(rows.order_by(by_name("party"), "office", "pk").distinct())


def represented(parties: Collection[int], now: datetime) -> set[int]:
    """Of these participants, those for which somebody holds an office at `now` (UTC)."""
    held = Mandate.objects.in_force(now).filter(party__in=parties, office__side=OfficeSide.PARTICIPANT)
    return set(held.filter(user__is_active=True).values_list("party", flat=True))
