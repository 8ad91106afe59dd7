"""Readers of documents: nobody, a focal point, the Secretariat, the Presidencies around the handover."""

from datetime import UTC, datetime

import pytest

from foundation.actors import Actor, HeldOffice, anonymous, system

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def wearing(side, *, window="full", term=None):
    office = HeldOffice(mandate_id=1, office="any", side=side, unit_id=1, term_id=term, window=window)
    return Actor(kind="person", now=NOW, user_id=1, held=(office,), hat=side)


READERS = {
    "nobody": anonymous(NOW),
    "focal_point": wearing("participant"),
    "secretariat": wearing("secretariat"),
    "presidency": wearing("presidency", term=1),
    "incoming": wearing("presidency", window="early", term=2),
    "outgoing": wearing("presidency", window="finishing", term=3),
    "system": system(NOW),
}


@pytest.fixture
def readers():
    return READERS


@pytest.fixture
def secretariat():
    return READERS["secretariat"]
