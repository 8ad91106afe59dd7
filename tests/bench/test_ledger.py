"""The ledger costs no more than was promised (make bench prints the figures)."""

import pytest

from bench.figures import report
from bench.ledger import measure

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]


def test_sealing_costs_what_was_promised(test_databases) -> None:
    figures = measure(test_databases.address(test_databases.clone))

    report(figures.values())
    assert figures["one"].median <= 2
    assert figures["many"].median <= 3
    assert figures["open"].median >= 0.95
