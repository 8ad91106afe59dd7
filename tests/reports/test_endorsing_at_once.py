"""One endorsement, twenty officers: exactly one transition."""

import pytest

from tests.reports.at_once import assert_one_of_twenty_is_recorded

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_twenty_officers_at_once_one_records_the_endorsement(live_server):
    assert_one_of_twenty_is_recorded(live_server, rounds=5)
