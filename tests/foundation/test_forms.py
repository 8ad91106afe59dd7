"""What the forms of the house say about versions that no form can have carried."""

import pytest

from foundation.errors import StaleVersion
from foundation.forms import seen_version, version_in


@pytest.mark.parametrize("typed", ["", "-1", "x", "\u0663", "9" * 5_000, "1.0", "\x00"])
def test_version_that_no_form_carried_is_stale(typed):
    with pytest.raises(StaleVersion):
        seen_version(typed)


def test_version_is_read_as_a_number():
    assert seen_version("12") == 12


@pytest.mark.parametrize(
    ("typed", "version"),
    [("0", 0), ("999999999", 999_999_999), ("1000000000", None), ("", None), ("-1", None), ("1.0", None), ("١", None)],
)
def test_a_version_is_at_most_nine_plain_digits(typed, version):
    assert version_in(typed) == version
