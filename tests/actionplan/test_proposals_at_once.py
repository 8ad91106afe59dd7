"""A few calls of partner systems at once: one key makes one set of proposals, and no call is lost."""

import pytest

from tests.actionplan.proposals_at_once import (
    assert_calls_of_their_own_leave_one_proposal_for_each_id,
    assert_one_key_makes_one_set,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_key_makes_one_set():
    assert_one_key_makes_one_set(6)


def test_calls_of_their_own_leave_one_proposal_for_each_id():
    assert_calls_of_their_own_leave_one_proposal_for_each_id(4)
