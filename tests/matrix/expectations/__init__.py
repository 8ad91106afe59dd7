"""The tables: one module for each app, read together here."""

import importlib
import pkgutil

from tests.matrix.tables import Route
from tests.matrix.walk import ANSWERED_BEFORE_THE_RESOLVER, resolved

ROUTES: list[Route] = [
    route
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name)
    for route in importlib.import_module(f"{__name__}.{module.name}").ROUTES
]


def undeclared() -> list[str]:
    """Addresses that no table speaks of."""
    return sorted(resolved() - {route.path for route in ROUTES})


def unknown() -> list[str]:
    """Tables that speak of no address."""
    return sorted({route.path for route in ROUTES} - resolved() - ANSWERED_BEFORE_THE_RESOLVER)
