"""Who acts: one frozen value per request, made from the offices in force and made again inside a lock (mechanism 3)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

from django.http import HttpRequest

Side = Literal["participant", "presidency", "secretariat"]
Kind = Literal["person", "client", "anonymous", "system"]
STAFF_SIDES = frozenset({"presidency", "secretariat"})


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """One office in force: which office, for whom it acts, and by which mandate."""

    mandate_id: int
    office: str
    side: Side
    unit_id: int
    """The unit (a participant) that appointed the holder."""
    authority_id: int | None = None
    """The authority inside the unit, where the unit's representation is on hold; else None."""
    term_id: int | None = None
    """The term of the chair this office belongs to; None for other offices."""
    window: Literal["full", "early", "finishing"] = "full"
    powers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, an API client, an anonymous reader or the system, at one moment.

    `held` are all offices in force; `hat` is the side worn for this act: rights come only from offices of that side.
    """

    kind: Kind
    now: datetime
    user_id: int | None = None
    client_id: int | None = None
    held: tuple[HeldOffice, ...] = ()
    hat: Side | None = None
    scopes: frozenset[str] = field(default_factory=frozenset)

    @property
    def worn(self) -> tuple[HeldOffice, ...]:
        """The offices that count for this act."""
        return tuple(office for office in self.held if office.side == self.hat)

    @property
    def reads_as_staff(self) -> bool:
        """Wears an office that acts for all (presidency in any of its windows, secretariat), or is the system."""
        return self.is_system or any(office.side in STAFF_SIDES for office in self.worn)

    @property
    def opens_workbench(self) -> bool:
        """Holds an office that opens the workbench, whichever hat is worn."""
        return any(office.side in STAFF_SIDES for office in self.held)

    @property
    def opens_portal(self) -> bool:
        """Holds an office of a participant, whichever hat is worn."""
        return any(office.side == "participant" for office in self.held)

    @property
    def is_system(self) -> bool:
        """True for scheduled work and data loads."""
        return self.kind == "system"

    def wearing(self, hat: Side | None) -> "Actor":
        """The same actor with another hat."""
        return replace(self, hat=hat)

    def holding(self, held: tuple[HeldOffice, ...]) -> "Actor":
        """The same actor with these offices."""
        return replace(self, held=held)


_offices: list[Callable[[int, datetime], tuple[HeldOffice, ...]]] = []


def offices_from(held: Callable[[int, datetime], tuple[HeldOffice, ...]]) -> None:
    """Name who knows the offices in force for a person at a moment (`khartoum/wiring.py`): they lie above."""
    _offices[:] = [held]


def made_again(actor: Actor) -> Actor:
    """The same actor without offices that ended, and with those that changed, since its request began.

    Asked by whoever has waited for a lock: a mandate may have ended meanwhile, or the chair have passed. One query.
    """
    if actor.user_id is None or not actor.held:
        return actor
    now = {office.mandate_id: office for office in _offices[0](actor.user_id, actor.now)}
    return actor.holding(tuple(now[was.mandate_id] for was in actor.held if was.mandate_id in now))


def system(now: datetime | None = None) -> Actor:
    """The system as an actor; scheduled work passes it, never None."""
    return Actor(kind="system", now=now or datetime.now(UTC))


def anonymous(now: datetime | None = None) -> Actor:
    """A reader who is not signed in."""
    return Actor(kind="anonymous", now=now or datetime.now(UTC))


def actor_on(request: HttpRequest) -> Actor:
    """Who acts on this request."""
    return request.actor  # type: ignore[attr-defined]  # -- set by the middleware of parties
