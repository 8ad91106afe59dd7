"""One world for this folder."""

from tests.matrix.fixtures import world  # noqa: F401 -- the fixture of this folder
