"""Looks for what a removed cut lets through: at the doors first, then in what is kept."""

from collections.abc import Iterable, Iterator
from itertools import islice
from unittest.mock import patch

from foundation.ledger.models import LedgerEntry
from tests.canaries.kept import (
    found_by_search,
    given_rows,
    of_submissions,
    requests_of_others,
    told_without_their_roots,
)
from tests.canaries.left import faults_of_entries
from tests.matrix.expectations import ROUTES
from tests.matrix.tables import Route
from tests.matrix.walk import Cell, faults
from tests.matrix.world import World
from tests.mutants.reach import cells_of
from tests.mutants.rules import OwnRule

MOST_CELLS = 120
"""Asked for one removed cut before it counts as unseen at the doors."""


def at_the_doors(routes: list[Route], world: World, *, most: int = MOST_CELLS) -> str:
    """The first fault of the matrix or the canaries, or nothing."""
    return _first(fault for cell in islice(cells_of(routes, world), most) for fault in _faults(cell, world))


def _faults(cell: Cell, world: World) -> Iterator[str]:
    world.missing.clear()
    yield from faults(cell, world)


def in_what_is_kept(world: World, model: str = "") -> str:
    """The first fault in the rows themselves (of one model), the ledger and the search."""
    return (
        _first(given_rows(world, model))
        or _first(told_without_their_roots(world, model))
        or (_first(requests_of_others(world)) if model in {"", "Obligation"} else "")
        or (_first(faults_of_entries(LedgerEntry.objects.all(), world)) if model in {"", "LedgerEntry"} else "")
    )


def _first(found: Iterable[str]) -> str:
    return next(iter(found), "")


def of_rule(rule: OwnRule, world: World) -> str:
    """What is found while something else stands in the place of a rule."""
    routes = [route for route in ROUTES if route.path.startswith(rule.addresses)] if rule.addresses else []
    with patch(rule.target, rule.instead):
        if routes:
            return at_the_doors(routes, world, most=2 * MOST_CELLS)
        return in_what_is_kept(world) or _first(found_by_search(world)) or _first(of_submissions(world))
