"""`make bench`: refusing a hostile upload stays within two seconds and 200 MB."""

import pytest

from bench import uploads


@pytest.mark.bench
def test_refusing_costs_little():
    assert uploads.main() == 0
