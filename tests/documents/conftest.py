"""Readers of documents: nobody, a focal point, the Secretariat, the Presidencies around the handover."""

from datetime import UTC, datetime
from itertools import count

import pytest

from foundation import actors
from foundation.actors import Actor, HeldOffice, anonymous, system

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MANDATES = count(1)


def wearing(side, *, window="full", term=None):
    office = HeldOffice(mandate_id=next(MANDATES), office="any", side=side, unit_id=1, term_id=term, window=window)
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


@pytest.fixture(autouse=True)
def in_office_all_the_time(monkeypatch):
    """These readers are made by hand: no mandate lies behind them that could end while a service waits."""
    held = tuple(office for reader in READERS.values() for office in reader.held)
    (of_mandates,) = actors._offices
    monkeypatch.setattr(actors, "_offices", [lambda user, moment: (*held, *of_mandates(user, moment))])


@pytest.fixture
def readers():
    return READERS


@pytest.fixture
def secretariat():
    return READERS["secretariat"]
