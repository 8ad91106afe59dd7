"""The things of the world, one module for each part: `build(world)` puts its rows in every state, in this order."""

from tests.matrix.things import (
    actionplan,
    comments,
    contributions,
    documents,
    joint,
    meetings,
    notifications,
    outbox,
    parties,
    reports,
    signing,
)

BUILDERS = (
    parties,
    documents,
    meetings,
    actionplan,
    contributions,
    joint,
    reports,
    comments,
    signing,
    outbox,
    notifications,
)
