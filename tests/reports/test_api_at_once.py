"""A few systems at once: one effect for one key, and every accepted change is present."""

import pytest

from tests.reports.api_at_once import (
    assert_every_accepted_change_is_present,
    assert_one_key_makes_one_answer,
    assert_one_key_takes_a_step_once,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_key_makes_one_answer():
    assert_one_key_makes_one_answer(8)


def test_one_key_takes_a_step_once():
    assert_one_key_takes_a_step_once(8)


def test_every_accepted_change_is_present():
    assert_every_accepted_change_is_present(writers=4, changes=5)
