"""Generated input at every address and in every form: never an error of ours, and a refusal is one."""

import os
from zlib import crc32

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.cases import ADDRESSES, POSTED_TO, knock, send

MANY = int(os.environ.get("FUZZ_EXAMPLES", "20"))
"""Cases for each address and each form in the long run."""


def run(case, route, world, number):
    """The same cases in every run. All of them are tried, and every fault is told."""
    wrong = []

    @seed(crc32(str(route).encode()))
    @settings(
        max_examples=number + 1,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def one(data):
        if data.draw(st.integers(0, 2**16)):  # the first example is the plainest of all, which the matrix asks already
            wrong.extend(case(route, world, data.draw))

    one()
    assert wrong == []


@pytest.mark.parametrize("route", ADDRESSES, ids=str)
def test_no_address_breaks(route, world):
    run(knock, route, world, 1)


@pytest.mark.parametrize("route", POSTED_TO, ids=str)
def test_no_form_breaks(route, world):
    run(send, route, world, 1)


@pytest.mark.fuzz
@pytest.mark.parametrize("route", ADDRESSES, ids=str)
def test_no_address_breaks_in_a_long_run(route, world):
    run(knock, route, world, MANY)


@pytest.mark.fuzz
@pytest.mark.parametrize("route", POSTED_TO, ids=str)
def test_no_form_breaks_in_a_long_run(route, world):
    run(send, route, world, MANY)
