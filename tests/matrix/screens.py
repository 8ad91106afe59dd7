"""The addresses of a screen of the workbench, and what everybody gets from each: one table row per screen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.matrix.roles import EVERYBODY, WORKBENCH, WORKBENCH_IN_FORCE
from tests.matrix.tables import ByNumber, Route, Rule, page, rule

OUTSIDE = EVERYBODY - WORKBENCH
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class StepRow:
    """A step: who takes it, from which rows of the world; from the others it is refused as `elsewhere` says."""

    who: frozenset[str]
    rows: str
    sent: Any = field(default_factory=dict)
    elsewhere: int = 409
    special: tuple[Rule, ...] = ()

    def rules(self) -> Iterable[Rule]:
        yield from self.special
        yield rule("POST", WORKBENCH, 404, states="missing")
        yield rule("POST", self.who, 302, states=self.rows)
        yield rule("POST", WORKBENCH, 403, states=self.rows)
        yield rule("POST", WORKBENCH, self.elsewhere)


def step(
    rows: str,
    *,
    who: Iterable[str] = WORKBENCH_IN_FORCE,
    sent: Any = None,
    elsewhere: int = 409,
    special: Iterable[Rule] = (),
) -> StepRow:
    """`step("planned delayed", sent={...})`: taken from these rows by those in force."""
    return StepRow(frozenset(who), rows, sent or {}, elsewhere, tuple(special))


def screen(
    model: str,
    rows: str,
    *,
    add: Iterable[str] = NOBODY,
    change: Iterable[str] = NOBODY,
    fixed: str = "",
    hidden: str = "",
    steps: Mapping[str, StepRow] | None = None,
    special: Iterable[Rule] = (),
) -> list[Route]:
    """A screen of `app/model` on the world's `rows`.

    `add` and `change` are who may; `fixed` names rows that nobody changes, `hidden` rows that the screen never shows;
    `special` rules of its change page come before the common ones.
    """
    base = f"admin/{model}/"
    gone = rule("GET HEAD POST", WORKBENCH, 302, states=f"missing {hidden}")
    sees = rule("GET HEAD", WORKBENCH, 200)
    common = (DOOR, SHUT)
    changing = [
        *((rule("POST", WORKBENCH, 403, states=fixed),) if fixed else ()),
        rule("POST", change, 200),
        rule("POST", WORKBENCH, 403),
    ]
    here = {"rows": rows, "address": ByNumber}
    one = f"{base}<path:object_id>/"
    return [
        page(base, *common, rule("GET HEAD POST", WORKBENCH, 200)),
        page(f"{base}add/", *common, rule("GET HEAD POST", add, 200), rule("GET HEAD POST", WORKBENCH, 403)),
        page(one, *common, rule("GET HEAD POST", WORKBENCH, 302), **here),
        page(f"{one}change/", *common, *_gone_for(change, hidden), gone, *special, sees, *changing, **here),
        page(f"{one}delete/", *common, rule("GET HEAD POST", WORKBENCH, 403), **here),
        page(f"{one}history/", *common, gone, rule("GET HEAD POST", WORKBENCH, 200), **here),
        page(f"{one}step/<slug:step>/", *common, rule("GET HEAD POST", WORKBENCH, 404), given={"step": "none"}, **here),
        *(_step(f"{one}step/<slug:step>/", name, found, hidden, here) for name, found in (steps or {}).items()),
    ]


DOOR = rule("OPTIONS PUT PATCH DELETE", EVERYBODY, 405)
SHUT = rule("GET HEAD POST", OUTSIDE, 302)


def _gone_for(change: Iterable[str], hidden: str) -> Iterable[Rule]:
    """Who may change nothing at all is told so before the row is looked for."""
    return () if change else (rule("POST", WORKBENCH, 403),)


def _step(path: str, name: str, row: StepRow, hidden: str, here: Mapping[str, Any]) -> Route:
    missing = rule("GET HEAD POST", WORKBENCH, 404, states=f"missing {hidden}")
    sees = rule("GET HEAD", WORKBENCH, 200)
    return page(path, DOOR, SHUT, missing, sees, *row.rules(), given={"step": name}, sent=_as_read(row.sent), **here)


def _as_read(sent: Any) -> Callable[[Any, Any], Mapping[str, Any]]:
    """What is sent from the page of the step, which carries the version that its reader saw."""

    def with_version(world: Any, row: Any) -> Mapping[str, Any]:
        given = sent(world, row) if callable(sent) else dict(sent)
        told = {name: value(world) if callable(value) else value for name, value in given.items()}
        return {"seen_version": getattr(row, "version", ""), **told}

    return with_version
