"""One endorsement, twenty officers, fifty times."""

import pytest

from tests.reports.at_once import assert_one_of_twenty_is_recorded

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]


def test_of_twenty_officers_at_once_one_records_the_endorsement_fifty_times(live_server):
    assert_one_of_twenty_is_recorded(live_server, rounds=50)
