"""Reads of the parties app: above all, which offices a person holds at a moment (mechanism 3)."""

from datetime import UTC, datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from foundation.accounts.models import User
from foundation.actors import Actor, HeldOffice, Side, anonymous
from parties.enums import AuthorityState, OfficeSide, TermState
from parties.models import Mandate, Party, Presidency

EARLY_READING = timedelta(days=180)
"""How long before it takes over a designated Presidency reads the workbench (reasoned; domain note, section 4)."""


def offices_held(user_id: int, now: datetime) -> tuple[HeldOffice, ...]:
    """The offices in force for this person at `now` (UTC), one query; terms decide the window of Presidency offices."""
    mandates = (
        Mandate.objects.in_force(now.date())
        .filter(user_id=user_id, user__is_active=True)
        .select_related("office", "presidency", "authority")
        .order_by("id")
    )
    held = (_held(mandate, now) for mandate in mandates)
    return tuple(office for office in held if office is not None)


def _held(mandate: Mandate, now: datetime) -> HeldOffice | None:
    window = "full"
    if mandate.office.side == OfficeSide.PRESIDENCY:
        if mandate.presidency is None:
            return None
        window = window_of(mandate.presidency, now)
        if window == "closed":
            return None
    on_hold = mandate.authority is not None and mandate.authority.state == AuthorityState.ON_HOLD
    return HeldOffice(
        mandate_id=mandate.pk,
        office=mandate.office.code,
        side=mandate.office.side,
        unit_id=mandate.party_id,
        authority_id=mandate.authority_id if on_hold else None,
        term_id=mandate.presidency_id,
        window=window,
        powers=mandate.office.powers,
    )


def window_of(term: Presidency, now: datetime) -> str:
    """`full` in the chair, `early` before, `finishing` after, `closed` otherwise."""
    if term.state == TermState.IN_CHAIR:
        return "full"
    if term.state == TermState.DESIGNATED:
        begins = term.begins_on
        return "early" if begins is None or begins - now.date() <= EARLY_READING else "closed"
    if term.finishing_until is not None and now.date() <= term.finishing_until:
        return "finishing"
    return "closed"


def actor_of(user: AbstractBaseUser | AnonymousUser, *, hat: Side | None, now: datetime | None = None) -> Actor:
    """The actor for a signed-in user (or nobody), with the offices in force now and the hat worn for this act."""
    moment = now or datetime.now(UTC)
    if not isinstance(user, User) or not user.is_active:
        return anonymous(moment)
    held = offices_held(user.pk, moment)
    kind = "client" if user.is_service else "person"
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
    return list(Party.objects.filter(pk__in=units).order_by("sort_en"))


def presidency_in_chair() -> Presidency | None:
    """The term that holds the chair now, or None while it stands vacant."""
    return Presidency.objects.in_chair().first()
