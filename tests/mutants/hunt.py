"""Looks for what a removed cut lets through: at the doors first, then in what is kept."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import islice
from unittest.mock import patch

from foundation.ledger.models import LedgerEntry, SealedEntry
from tests.canaries.kept import (
    drafts_of_others,
    found_by_search,
    given_rows,
    of_submissions,
    requests_of_others,
    rows_of_the_workbench,
    told_without_their_roots,
)
from tests.canaries.left import faults_of_entries
from tests.matrix.expectations import ROUTES
from tests.matrix.tables import Route
from tests.matrix.walk import Cell, faults, normal
from tests.matrix.world import World
from tests.mutants.reach import cells_of
from tests.mutants.rules import OwnRule

MOST_CELLS = 400
"""Asked for one removed cut before it counts as unseen at the doors."""
MOST_FOR_A_RULE = 4_000
"""A door has many addresses, and is shut to most people at each."""


def at_the_doors(routes: list[Route], world: World) -> str:
    """The first fault of the matrix or the canaries, or nothing."""
    return _first(fault for cell in islice(cells_of(routes, world), MOST_CELLS) for fault in _faults(cell, world))


def _faults(cell: Cell, world: World) -> Iterator[str]:
    world.missing.clear()
    yield from faults(cell, world)


def reads_alike(routes: list[Route], world: World, removed: Callable[[], AbstractContextManager[object]]) -> bool:
    """Whether everybody reads the same with the cut and without it."""
    for cell in islice(cells_of(routes, world), MOST_CELLS):
        before = normal(cell.ask(world).body, cell.address(world))
        with removed():
            if normal(cell.ask(world).body, cell.address(world)) != before:
                return False
    return True


def in_what_is_kept(world: World, model: str = "") -> str:
    """The first fault in the rows themselves (of one model), the ledger and the search."""
    return (
        _first(given_rows(world, model))
        or _first(told_without_their_roots(world, model))
        or (_first(requests_of_others(world)) if model in {"", "Obligation", "Notice", "DigestRefusal"} else "")
        or (_first(drafts_of_others(world)) if model in {"", "JointName", "Presence"} else "")
        or (_first(rows_of_the_workbench(world)) if model in {"", "SilenceAddressee"} else "")
        or (_first(faults_of_entries(LedgerEntry.objects.all(), world)) if model in {"", "LedgerEntry"} else "")
        or (_first(faults_of_entries(SealedEntry.objects.all(), world)) if model in {"", "SealedEntry"} else "")
    )


def in_what_a_search_finds(world: World) -> str:
    """The first word that a search finds for somebody who may not read it."""
    return _first(found_by_search(world))


def _first(found: Iterable[str]) -> str:
    return next(iter(found), "")


def of_rule(rule: OwnRule, world: World) -> str:
    """What is found while something else stands in the place of a rule."""
    routes = [route for route in ROUTES if route.path.startswith(rule.addresses)] if rule.addresses else []
    with patch(rule.target, rule.instead):
        if routes:
            asked = islice(cells_of(routes, world, shut=True), MOST_FOR_A_RULE)
            return _first(fault for cell in asked for fault in _faults(cell, world))
        return in_what_is_kept(world) or in_what_a_search_finds(world) or _first(of_submissions(world))
