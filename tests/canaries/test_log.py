"""The log tells what was asked and how it ended: no word of a row, no query string, nobody's name."""

import pytest

from tests.canaries.left import faults_of_lines
from tests.canaries.strings import planted
from tests.matrix.expectations import ROUTES
from tests.matrix.walk import ANSWERED_BEFORE_THE_RESOLVER, Cell, states

WORDS = planted("draft answer of own")
QUERY = f"?q={WORDS}&state={WORDS}&next=/{WORDS}&cursor={WORDS}"


def test_sign_in_leaves_neither_name_nor_password(world):
    door, person = world.doors["anonymous"], world.people["focal_point_own"]
    for password in (WORDS, ""):
        answer = door.ask("POST", f"/accounts/login/{QUERY}", {"login": person.email, "password": password})

        assert answer.lines
        assert list(faults_of_lines(answer.lines, world)) == []


@pytest.mark.parametrize("address", ["/chain/", "/api/v1/activities/", "/portal/", "/admin/", "/nowhere/"])
def test_query_string_stays_out_of_the_log(address, world):
    answer = world.doors["secretariat"].ask("GET", address + QUERY)

    assert answer.lines
    assert list(faults_of_lines(answer.lines, world)) == []


@pytest.mark.matrix
@pytest.mark.parametrize("role", ["anonymous", "focal_point_own", "secretariat"])
def test_no_address_writes_its_query_into_the_log(role, world):
    asked = [Cell(route, method, role, states(route, world)[0]) for route in ROUTES for method in ("GET", "POST")]
    for cell in asked:
        if cell.route.path in ANSWERED_BEFORE_THE_RESOLVER:
            continue
        answer = world.doors[role].ask(cell.method, cell.address(world).partition("?")[0] + QUERY, {"text": WORDS})

        assert answer.lines
        assert list(faults_of_lines(answer.lines, world)) == []
