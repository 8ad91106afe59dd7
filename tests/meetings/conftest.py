"""Everybody, for this folder."""

from tests.roles import everybody  # noqa: F401 -- the fixture of this folder
