"""A moment that is asked for may be written with any offset."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from foundation.api.moments import MomentField


def test_offset_that_no_database_reads_is_read():
    assert MomentField().clean("0445-04-27T15:18:00+23:51") == datetime(445, 4, 26, 15, 27, tzinfo=UTC)


@pytest.mark.parametrize("beyond", ["0001-01-01T00:00:00+23:51", "9999-12-31T23:59:59-23:59", "2026-02-30T10:00:00Z"])
def test_moment_that_no_calendar_has_is_refused(beyond):
    with pytest.raises(ValidationError):
        MomentField().clean(beyond)
