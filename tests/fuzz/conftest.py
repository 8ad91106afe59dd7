"""The world of the matrix, with its constraints already checked, so that each case settles only its own."""

import pytest

from tests.fuzz import judging
from tests.matrix.fixtures import world as everybody  # noqa: F401 -- asked for by its name below


@pytest.fixture(scope="module")
def world(everybody):  # noqa: F811 -- the fixture, not the function
    judging.settle()
    everybody.desks = {}
    return everybody
