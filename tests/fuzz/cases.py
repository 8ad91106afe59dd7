"""The addresses and forms there are, who stands before them, and one case at each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin

from hypothesis import strategies as st

from tests.fuzz import judging
from tests.fuzz.pages import Form, Input, forms_of
from tests.fuzz.posting import Data, filled, spoil
from tests.fuzz.values import bodies, headers, hostile, queries
from tests.matrix.counting import CASES, COUNTS
from tests.matrix.doors import Answer
from tests.matrix.expectations import ROUTES
from tests.matrix.roles import ROLES
from tests.matrix.tables import METHODS, MISSING, Route
from tests.matrix.walk import PLACE, Cell, fill, fingerprint, states

_language = st.sampled_from(["en", "fr", "ar"])


ADDRESSES = sorted({route.path: route for route in ROUTES}.values(), key=lambda route: route.path)


def knock(route: Route, world, draw) -> list[str]:
    """One request that nobody should send: address, query, headers, method, body. Gives what was wrong."""
    role = draw(st.sampled_from(ROLES))
    cell = Cell(route, draw(st.sampled_from(METHODS)), role, draw(st.sampled_from(states(route, world))))
    address = cell.address(world)
    if PLACE.search(route.path) and draw(st.booleans()):
        address = fill(route.path, _anything(route, draw))
    query, sent = draw(queries), {"headers": draw(headers)}
    kind, body = draw(bodies) if cell.method not in {"GET", "HEAD", "OPTIONS"} else ("", b"")
    given = {"content_type": kind} if kind else {}
    answer = world.doors[role].ask(
        cell.method, f"{address}?{query}" if query else address, body, language=draw(_language), **sent, **given
    )
    COUNTS[CASES] += 1
    return [f"{cell} {address}?{query} {sent} {kind} {body!r:.80}: {fault}" for fault in judging.broke(answer)]


def _anything(route: Route, draw) -> dict[str, str]:
    return {name: quote(draw(hostile), safe="") for found in PLACE.findall(route.path) for name in found if name}


@dataclass(frozen=True)
class Desk:
    """A form in front of somebody who may send it."""

    cell: Cell
    address: str
    form: Form
    valid: Data


def posting(route: Route, world) -> list[Cell]:
    """Somebody whom the table lets read and post, for each state of the address's row."""
    found = (_somebody(route, state) for state in states(route, world) if state != MISSING)
    return [cell for cell in found if cell is not None]


def _somebody(route: Route, state: str) -> Cell | None:
    for role in ROLES:
        posts, reads = route.rule_for("POST", role, state), route.rule_for("GET", role, state)
        if posts and posts.status in {200, 302} and reads and reads.status in {200, 405}:
            return Cell(route, "POST", role, state)
    return None


def _is_posted_to(route: Route) -> bool:
    """Whether there is such a somebody, in any of the states that its rules tell apart: elsewhere nothing is sent."""
    told_apart = {state for rule in route.rules for state in rule.states or ()} - {MISSING}
    return any(_somebody(route, state) for state in {"", *told_apart})


POSTED_TO = sorted(filter(_is_posted_to, ROUTES), key=str)


def desks(cell: Cell, world) -> list[Desk]:
    """The forms that this address shows; where nothing can be read, what the matrix posts there."""
    key = (str(cell.route), cell.state)
    if key not in world.desks:
        world.desks[key] = list(_forms(cell, world))
    return world.desks[key]


def _forms(cell: Cell, world) -> Iterator[Desk]:
    address, valid = cell.address(world), _as_lists(cell.sent(world))
    page = world.doors[cell.role].ask("GET", address)
    if page.status != 200:
        form = Form("", {name: Input(name, "hidden", values) for name, values in valid.items()})
        yield Desk(cell, address, form, valid)
        return
    found = forms_of(page.body)
    yield from (Desk(cell, urljoin(address, form.action), form, valid if len(found) == 1 else {}) for form in found)


def _as_lists(sent: Any) -> Data:
    return {
        name: [str(one) for one in (value if isinstance(value, list | tuple) else [value])]
        for name, value in (sent or {}).items()
    }


def send(route: Route, world, draw) -> list[str]:
    """One form, filled in and spoilt. Gives what was wrong with the answer."""
    cells = posting(route, world)
    found = desks(draw(st.sampled_from(cells)), world) if cells else []
    if not found:
        return []
    desk = draw(st.sampled_from(found))
    data = spoil(filled(desk.form, draw, desk.valid), desk.form, draw)
    language = draw(_language)
    answer = _post(desk, data, language, world, judging.settle)
    COUNTS[CASES] += 1
    wrong = list(judging.faults(answer, desk.form, data, language))
    if answer.wrote and judging.is_refusal(answer) and _left_something(desk, data, language, world):
        wrong.append("refused, and yet something was written")
    if language == "fr" and judging.is_refusal(answer):
        wrong += judging.same_words(answer, _post(desk, data, "en", world))
    return [f"{desk.cell} to {desk.address} in {language} with {_short(data)}: {fault}" for fault in wrong]


def _post(desk: Desk, data: Data, language: str, world, look=None) -> Answer:
    return world.doors[desk.cell.role].ask("POST", desk.address, data, language=language, look=look)


def _left_something(desk: Desk, data: Data, language: str, world) -> bool:
    before = fingerprint()
    return _post(desk, data, language, world, fingerprint).looked != before


def _short(data: Data) -> str:
    return ", ".join(f"{name}={values!r:.60}" for name, values in data.items() if name != "csrfmiddlewaretoken")
