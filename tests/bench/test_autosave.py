"""Autosave costs no more than was promised, in a long form no more than in a short one."""

import pytest

from bench.autosave import measure
from bench.ledger import report

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]


def test_a_field_and_an_activity_cost_what_was_promised() -> None:
    figures = measure()

    report(figures)
    assert max(figures["field"].ratios) <= 10
    assert max(figures["activity"].ratios) <= 1
    assert figures["length"].median <= 1.5
