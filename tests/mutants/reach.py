"""Which addresses ask which rows: found by asking each of them once under every watched cut."""

from collections import defaultdict
from collections.abc import Iterator

from tests.matrix.expectations import ROUTES
from tests.matrix.roles import ROLES
from tests.matrix.tables import Route
from tests.matrix.walk import Cell, cells, states
from tests.matrix.world import World
from tests.mutants.cuts import CUTS
from tests.mutants.sites import Site

TURNED_AWAY = {302, 403}
STEP = "/step/"
SCOUTS = ("secretariat", "focal_point_own", "anonymous")
"""Between them they open every door."""
OUTSIDERS = (
    "anonymous",
    "contributor_other",
    "no_office",
    "on_hold_first",
    "cabinet_own",
    "focal_point_own",
    "both_hats",
)
INSIDERS = ("presidency_incoming", "secretariat")
ASKED = (*OUTSIDERS, "service", "limited_service", "reporting_officer", *INSIDERS)
"""In whose eyes a cut is looked for, those who see least first."""


class Reach:
    """Routes by the site they reach, and sites by the model they ask."""

    def __init__(self, world: World) -> None:
        self.routes: dict[Site, list[Route]] = defaultdict(list)
        for route in ROUTES:
            CUTS.asked.clear()
            for cell in _first_cells(route, world):
                cell.ask(world)
            for site in CUTS.asked:
                self.routes[site].append(route)

    def of_model(self, name: str) -> list[Route]:
        """Every route that asks for rows of this model, itself or on the way to others."""
        found = {id(route): route for site, routes in self.routes.items() if site.model == name for route in routes}
        return list(found.values())


def _first_cells(route: Route, world: World) -> Iterator[Cell]:
    """The first two rows and the last: a page of what is hardly begun asks for less than one of what is done.

    A step asks nothing where it cannot be taken, so it is looked at in every state.
    """
    methods = ["GET"] if _opens(route, "GET") else ["GET", "POST"]
    for method in methods:
        for role in SCOUTS:
            opened = [state for state in states(route, world) if _status(route, method, role, state) in {200, 302}]
            some = opened if STEP in route.path else [*opened[:2], *opened[-1:]]
            asked = dict.fromkeys(some or [""])
            yield from (Cell(route, method, role, state) for state in asked if state or not route.rows)


def _opens(route: Route, method: str) -> bool:
    return any(rule.status == 200 and method in rule.methods for rule in route.rules)


def _status(route: Route, method: str, role: str, state: str) -> int:
    fired = route.rule_for(method, role, state)
    return fired.status if fired else 0


def cells_of(routes: list[Route], world: World, *, shut: bool = False) -> Iterator[Cell]:
    """The cells of these routes that read, role by role, those who see least first.

    Whoever a door turns away whatever the row asks for no rows: such cells belong to rules of doors (`shut`) only.
    """
    for role in sorted(ROLES, key=lambda one: ASKED.index(one) if one in ASKED else len(ASKED)):
        for route in routes:
            method = "GET" if _opens(route, "GET") else "POST"
            asked = (cell for cell in cells(route, role, world) if cell.method == method)
            yield from (cell for cell in asked if shut or _status(route, method, role, cell.state) not in TURNED_AWAY)
