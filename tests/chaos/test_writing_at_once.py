"""Twenty writers, two hundred changes each (twenty where the form is heavy): each is kept or refused, none lost."""

import pytest

from tests.reports.writing_at_once import (
    activities,
    assert_no_change_is_lost,
    assert_no_word_is_lost,
    authorities,
    rounds,
)

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]


def test_twenty_writers_of_one_contribution_lose_no_word(live_server):
    accepted, _refused = assert_no_word_is_lost(live_server, writers=20, changes=200)

    assert accepted >= 20 * 100


@pytest.mark.parametrize(
    ("kind", "column", "changes"), [(authorities, "name", 200), (activities, "title_en", 20), (rounds, "title_en", 20)]
)
def test_twenty_officers_at_the_same_rows_of_the_workbench_lose_no_change(kind, column, changes, live_server):
    accepted, refused = assert_no_change_is_lost(live_server, kind(10), column, writers=20, changes=changes)

    assert accepted
    assert refused
