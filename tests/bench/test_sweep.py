"""A sweep costs what was promised over a million requests, and no more for each reminder over ten."""

import os

import pytest

from bench.figures import MET, report
from bench.sweep import measure

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]


def test_a_sweep_costs_what_was_promised() -> None:
    figures = measure(ten_million=os.environ.get("SWEEP_TEN_MILLION") == "1")

    report(figures)
    assert {figure.verdict for figure in figures} == {MET}
