"""One world for the whole search."""

from tests.matrix.fixtures import world  # noqa: F401 -- the fixture of this folder
