"""The demonstration, loaded once for all tests of a module that look at it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction

from khartoum.demonstration.load import load_demonstration

NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded_demonstration(django_db_setup, django_db_blocker) -> Iterator[None]:
    """In a transaction of the module's own; each test has a savepoint inside it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demonstration(NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demonstration(loaded_demonstration, db) -> None:
    """What a test asks for."""


@pytest.fixture
def in_the_middle(kill, monkeypatch):
    """The first time that somebody asks for it, a function of ours is reached by a connection that was just ended."""

    def broken(owner, name):
        whole, left = getattr(owner, name), [kill]

        def first(*given, **named):
            while left:
                left.pop()()
            return whole(*given, **named)

        monkeypatch.setattr(owner, name, first)

    return broken
