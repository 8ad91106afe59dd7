"""Ten thousand rows over the API cost no more than was promised (make bench prints the figures)."""

import pytest

from bench.figures import MET, report
from bench.proposals import measure

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]


def test_ten_thousand_rows_cost_what_was_promised() -> None:
    figures = measure()

    report(figures)
    assert {figure.verdict for figure in figures} == {MET}
