"""`make bench`: lists cost what the database needs for them at any depth, and next to nothing while nothing changed."""

import pytest

from bench.reads.measure import measure, report, sizes

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", sizes(), ids=lambda size: size.name)
def test_reading_costs_what_was_promised(size):
    figures = measure(size)

    report(figures)
    assert [str(figure) for figure in figures if figure.verdict == "not held" and not figure.is_stretch] == []
