"""Fifty systems with one key, and twenty writers with two hundred changes each: one effect, nothing lost."""

import pytest

from tests.actionplan.proposals_at_once import assert_one_key_makes_one_set
from tests.reports.api_at_once import (
    assert_every_accepted_change_is_present,
    assert_one_key_makes_one_answer,
    assert_one_key_takes_a_step_once,
)

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]


def test_fifty_posts_with_one_key_make_one_answer():
    assert_one_key_makes_one_answer(50)


def test_fifty_posts_with_one_key_take_a_step_once():
    assert_one_key_takes_a_step_once(50)


def test_fifty_posts_of_many_rows_with_one_key_make_one_set():
    assert_one_key_makes_one_set(50)


@pytest.mark.parametrize(("texts", "changes"), [(1, 10), (5, 200)], ids=["of one text", "of five texts"])
def test_every_change_of_twenty_writers_that_was_accepted_is_present(texts, changes):
    present, refused = assert_every_accepted_change_is_present(writers=20, changes=changes, texts=texts)

    print(f"{present} changes present, {refused} refused and made again")  # noqa: T201 -- the figure of the run
    assert present == 20 * changes
