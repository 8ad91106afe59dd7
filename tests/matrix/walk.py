"""Walks the resolver, asks one cell at a time, and compares with the tables."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from tests.canaries.left import faults_of_lines
from tests.canaries.naming import unseen_named
from tests.canaries.quoting import misquoted
from tests.matrix.counting import CELLS, COUNTS
from tests.matrix.doors import Answer
from tests.matrix.roles import ROLES, reader
from tests.matrix.tables import MISSING, Route
from tests.matrix.world import World

NO_ROW = SimpleNamespace(uuid=UUID("00000000-0000-4000-8000-000000000000"), pk=2_000_000_001, code="no-such-row")
PLACE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\[[^\]]*\])*\)")
LABELS = re.compile(r"\^\(\?P<app_label>[^)]*\)/\$")
"""The admin site spells the labels of its apps in the pattern: one more app is not another address."""
ANSWERED_BEFORE_THE_RESOLVER = {"livez", "readyz", "metrics"}
"""Before the log of requests too."""
VOLATILE = re.compile(
    rb"csrfmiddlewaretoken\W+value=\W\w+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+"
    rb"|whsec_[\w+/=]+|%3A\w{6}%3A[\w-]{43}"
)
"""Secrets made anew too, and the second in which a cursor was signed."""


@cache
def resolved() -> frozenset[str]:
    """Every address of the resolver, as its patterns spell it."""

    def walk(patterns: list[Any], before: str) -> Iterator[str]:
        for pattern in patterns:
            path = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, path)
            elif isinstance(pattern, URLPattern):
                yield LABELS.sub("<app_label>/", path)

    return frozenset(walk(get_resolver().url_patterns, ""))


def fill(path: str, given: Mapping[str, Any]) -> str:
    """The address with its places filled in."""
    filled = PLACE.sub(lambda place: str(given[place[1] or place[2]]), path)
    return "/" + filled.replace("^", "").replace("$", "").replace("\\Z", "")


@dataclass(frozen=True)
class Cell:
    """One question: who asks what of which row."""

    route: Route
    method: str
    role: str
    state: str

    def address(self, world: World, state: str | None = None) -> str:
        state = self.state if state is None else state
        given = dict(self.route.given)
        if self.route.rows:
            row = NO_ROW if state == MISSING else world.rows[self.route.rows][state]
            given |= self.route.address(row)
        return fill(self.route.path, given) + self.route.query

    def ask(self, world: World, state: str | None = None, **look: Any) -> Answer:
        sent = self.sent(world)
        if self.route.headers is not None and self.method == "POST":
            row = self.row(world) if self.route.rows and self.state != MISSING else None
            look |= {"headers": self.route.headers(world, row), "content_type": "application/json"}
            sent = json.dumps(sent).encode()
        return world.doors[self.role].ask(self.method, self.address(world, state), sent, world=world, **look)

    def sent(self, world: World) -> Any:
        """What is posted: a table of fields, or what the route makes of the row."""
        if self.method != "POST":
            return None
        if callable(self.route.sent):
            return {} if self.state == MISSING else self.route.sent(world, self.row(world))
        return {name: value(world) if callable(value) else value for name, value in self.route.sent.items()}

    def row(self, world: World) -> Any:
        return world.rows[self.route.rows][self.state] if self.route.rows else None

    def __str__(self) -> str:
        return f"{self.method} /{self.route.path} [{self.state or '-'}] as {self.role}"


def states(route: Route, world: World) -> list[str]:
    """The states a route is asked in."""
    return [*world.rows[route.rows], MISSING] if route.rows else [""]


def cells(route: Route, role: str, world: World) -> Iterator[Cell]:
    """The cells of a route for one role.

    GET and POST are asked by everybody whom the door lets in, the other methods take turns from role to role; at a
    closed door all of them do. Rows that one rule answers take turns too, but for routes that are `whole`, and each row
    is posted to by the Secretariat in any case.
    """
    rows = states(route, world)
    for method in _methods(route, role):
        whole = route.whole and method == "GET"
        for state in rows if whole else _taking_turns(route, method, role, rows):
            yield Cell(route, method, role, state)


def _methods(route: Route, role: str) -> list[str]:
    named, turn = route.methods.split(), ROLES.index(role)
    if all(route.is_closed(method, role) for method in named):
        return [named[turn % len(named)]]
    main = [method for method in named if method in {"GET", "POST"}]
    others = [method for method in named if method not in main]
    return [*main, others[turn % len(others)]] if others else main


def _taking_turns(route: Route, method: str, role: str, rows: list[str]) -> list[str]:
    alike: dict[int, list[str]] = {}
    for state in rows:
        alike.setdefault(id(route.rule_for(method, role, state)), []).append(state)
    chosen = []
    for group in alike.values():
        fired = route.rule_for(method, role, group[0])
        each = method == "POST" and (role == "secretariat" or (fired is not None and fired.states is not None))
        chosen += group if each else [group[ROLES.index(role) % len(group)]]
    return chosen


def normal(body: bytes, address: str) -> bytes:
    """The body without what differs from one request to the next, the address asked for among it."""
    return VOLATILE.sub(b"~", body.replace(address.encode(), b"~"))


def faults(cell: Cell, world: World) -> Iterator[str]:
    """What is wrong with the answer to one cell, in sentences."""
    fired = cell.route.rule_for(cell.method, cell.role, cell.state)
    if fired is None:
        yield f"{cell}: no rule speaks of it. Add one to tests/matrix/expectations."
        return
    answer = cell.ask(world)
    COUNTS[CELLS] += 1
    if answer.status != fired.status:
        yield f"{cell}: {answer.status} instead of {fired.status}{_why(answer)}"
    if answer.status >= 400 and answer.wrote and wrote(cell, world):
        yield f"{cell}: refused with {answer.status}, and yet something was written"
    yield from (f"{cell}: {told}" for told in told_by(answer, cell, world))
    if answer.status == 404 and fired.status == 404 and cell.state != MISSING and cell.route.rows:
        yield from _differs_from_missing(cell, answer, world)


def told_by(answer: Answer, cell: Cell, world: World) -> Iterator[str]:
    """Planted words in the answer that its reader may not read, and in the mail, entries and lines it left."""
    yield from (f"shows {kind}" for kind in answer.leaks(reader(cell.role, cell.address(world))))
    yield from misquoted(answer.body, cell.route.path, world.parties())
    if cell.method == "GET":
        yield from unseen_named(answer.body, world.contributions[reader(cell.role, cell.address(world))])
    yield from answer.left
    yield from faults_of_lines(answer.lines, world)
    if not answer.lines and cell.route.path not in ANSWERED_BEFORE_THE_RESOLVER:
        yield "left no line in the log"


def _differs_from_missing(cell: Cell, answer: Answer, world: World) -> Iterator[str]:
    key = (id(cell.route), cell.method, cell.role)
    if key not in world.missing:
        world.missing[key] = cell.ask(world, MISSING)
    missing = world.missing[key]
    here, there = cell.address(world), cell.address(world, MISSING)
    if missing.status != 404 or normal(answer.body, here) != normal(missing.body, there):
        yield f"{cell}: a foreign row and a missing one answer differently"


def wrote(cell: Cell, world: World) -> bool:
    """Whether a request really leaves something: asked again, every table compared before and after."""
    before = fingerprint()
    return cell.ask(world, look=fingerprint).looked != before


def _why(answer: Answer) -> str:
    if answer.error:
        return f" ({type(answer.error).__name__}: {answer.error})"
    return f" (to {answer.headers['Location']})" if "Location" in answer.headers else ""


NOTES_OF_THE_DOOR = {"django_session", "foundation_cache", "integrations_apikey", "accounts_user", "accounts_tries"}
"""Sessions, rate limits and `last used at` may be written by any request."""
NOT_OF_THE_PRODUCT = {"furnished"}
"""What a database of the world says of itself, which the role of the product does not read."""


def fingerprint() -> dict[str, Any]:
    """A sum over the rows of each table, in whatever order they stand."""
    left_out = NOTES_OF_THE_DOOR | NOT_OF_THE_PRODUCT
    tables = [table for table in connection.introspection.table_names() if table not in left_out]
    # SQL, because the rows of every table are compared, those of history and ledger among them.
    each = [f"SELECT '{name}', count(*), sum(hashtextextended(t::text, 0)) FROM \"{name}\" t" for name in tables]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return {name: (count, total) for name, count, total in cursor.fetchall()}
