"""One world, every cut watched, and who reaches which."""

import pytest

from tests.matrix.fixtures import world  # noqa: F401 -- the fixture of this folder
from tests.mutants.cuts import every_cut_watched
from tests.mutants.reach import Reach
from tests.summary import REMOVED


@pytest.fixture(scope="module")
def cuts():
    with every_cut_watched() as watched:
        yield watched


@pytest.fixture(scope="module")
def reach(world, cuts):  # noqa: F811 -- the fixture imported above
    return Reach(world)


@pytest.fixture
def note(request):
    """Keep what found a removed cut for the list."""
    return lambda what, found: request.node.user_properties.append((REMOVED + str(what), found))
