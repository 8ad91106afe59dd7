"""The words of the expectation tables: a route, and rules of which the first that fits answers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.matrix.roles import EVERYBODY

READING = frozenset({"GET", "HEAD"})
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
MISSING = "missing"
"""The state of a row that does not exist: foreign rows must answer exactly as it does."""


@dataclass(frozen=True)
class Rule:
    """These people, with these methods, on rows in these states, get this status."""

    methods: frozenset[str]
    who: frozenset[str]
    status: int
    states: frozenset[str] | None = None

    def fits(self, method: str, role: str, state: str) -> bool:
        return method in self.methods and role in self.who and (self.states is None or state in self.states)


def rule(methods: str, who: Iterable[str], status: int, *, states: str | None = None) -> Rule:
    """`rule("GET HEAD", STAFF, 200, states="planned convened")`; "*" is every method."""
    named = METHODS if methods == "*" else methods.split()
    return Rule(frozenset(named), frozenset(who), status, None if states is None else frozenset(states.split()))


def ByUuid(row: Any) -> dict[str, Any]:  # noqa: N802 -- reads as a name in the tables
    return {"uuid": row.uuid}


def ByNumber(row: Any) -> dict[str, Any]:  # noqa: N802 -- as above
    return {"object_id": row.pk}


@dataclass(frozen=True)
class Route:
    """One address of the resolver, as it stands there, and what everybody gets from it.

    `rows` names a collection of the world (state -> row); a page without a row has the one state "".
    """

    path: str
    rules: tuple[Rule, ...]
    rows: str = ""
    address: Callable[[Any], Mapping[str, Any]] = ByUuid
    given: Mapping[str, Any] = field(default_factory=dict)
    """Arguments of the address that are no row."""
    sent: Mapping[str, Any] | Callable[[Any, Any], Mapping[str, Any]] = field(default_factory=dict)
    """What is posted: fields (a value may be a function of the world), or a function of the world and the row."""
    headers: Callable[[Any, Any], Mapping[str, str]] | None = None
    """What a system sends along, a function of the world and the row: then what is posted is JSON."""
    query: str = ""
    methods: str = " ".join(METHODS)
    """The methods that mean something here."""
    whole: bool = False
    """Every row is asked for by every role; elsewhere rows that one rule answers alike take turns."""

    def __str__(self) -> str:
        """The address, with the step or the kind it is asked with."""
        return "/" + " ".join([self.path, *(str(self.given[key]) for key in ("step", "kind") if key in self.given)])

    def is_closed(self, method: str, role: str) -> bool:
        """Whether the door answers this role the same, whatever row is asked for."""
        first = next((one for one in self.rules if method in one.methods and role in one.who), None)
        return first is not None and first.states is None and first.status in {302, 405}

    def rule_for(self, method: str, role: str, state: str) -> Rule | None:
        """The first rule that fits, or None when none speaks of the cell."""
        return next((one for one in self.rules if one.fits(method, role, state)), None)


def page(path: str, *rules: Rule, **more: Any) -> Route:
    """A route with rules."""
    return Route(path, tuple(rules), **more)


def read_only(path: str, **more: Any) -> Route:
    """A page that everybody may read and nobody may write to."""
    return page(path, rule("GET HEAD", EVERYBODY, 200), rule("*", EVERYBODY, 405), **more)


def paths(routes: Iterable[Route]) -> Iterator[str]:
    return (route.path for route in routes)
