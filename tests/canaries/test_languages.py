"""Whatever opens is searched in French and Arabic too, for everybody: what one language hides another must not show."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.matrix.expectations import ROUTES
from tests.matrix.roles import ROLES
from tests.matrix.walk import Cell, cells, told_by

OF_THE_API = "api/v1/"
AS_THEY_ARE = (
    *("api/v1/schema/", "api/v1/docs/", "api/v1/changes/"),
    *("api/v1/revisions/<uuid:uuid>/content/", "api/v1/attachments/<uuid:uuid>/content/"),
)


def opened(role, world) -> Iterator[Cell]:
    """Every page that this role is shown; rows of the API that one rule answers alike take turns."""
    for route in ROUTES:
        asked = replace(route, whole=False) if route.path.startswith(OF_THE_API) else route
        for cell in cells(asked, role, world):
            fired = asked.rule_for(cell.method, role, cell.state)
            if cell.method == "GET" and fired is not None and fired.status == 200:
                yield cell


def faults_in(language, cell, world) -> Iterator[str]:
    """What is told in this language that the reader may not know."""
    path, address = cell.route.path, cell.address(world)
    if path.startswith(OF_THE_API) and path not in AS_THEY_ARE:
        address += f"{'&' if '?' in address else '?'}language={language}"
    answer = world.doors[cell.role].ask("GET", address, language=language)
    if answer.status != 200:
        yield f"{cell} in {language}: {answer.status} instead of 200"
    is_page = b"<html" in answer.body and "Content-Disposition" not in answer.headers
    if is_page and path not in AS_THEY_ARE and f'lang="{language}'.encode() not in answer.body:
        yield f"{cell}: not in {language}"
    yield from (f"{cell} in {language}: {told}" for told in told_by(answer, cell, world))


@pytest.mark.matrix
@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("role", ROLES)
def test_nothing_more_is_told_in_another_language(role, language, world):
    assert [fault for cell in opened(role, world) for fault in faults_in(language, cell, world)] == []
