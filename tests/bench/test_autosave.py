"""Autosave costs no more than was promised, in a long form no more than in a short one."""

import pytest

from bench.autosave import measure
from bench.figures import MET, report

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]


def test_a_field_and_an_activity_cost_what_was_promised() -> None:
    figures = measure()

    report(figures)
    assert {figure.verdict for figure in figures} == {MET}
