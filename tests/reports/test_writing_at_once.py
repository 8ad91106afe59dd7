"""Five writers, eight changes each: every change is kept or refused, none is lost silently."""

import pytest

from tests.reports.writing_at_once import assert_no_change_is_lost, assert_no_word_is_lost, authorities

pytestmark = pytest.mark.django_db(transaction=True)


def test_writers_of_one_contribution_lose_no_word(live_server):
    assert_no_word_is_lost(live_server, writers=5, changes=8)


def test_staff_at_the_same_rows_of_the_workbench_lose_no_change(live_server):
    accepted, refused = assert_no_change_is_lost(live_server, authorities(3), "name", writers=5, changes=8)

    assert accepted
    assert refused
