"""Ten writers, two hundred changes each."""

import pytest

from tests.foundation.ledger.test_writers import assert_nothing_was_lost

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]


def test_ten_writers_of_two_hundred_changes_fork_nothing_and_lose_nothing() -> None:
    assert_nothing_was_lost(writers=10, changes=200)
