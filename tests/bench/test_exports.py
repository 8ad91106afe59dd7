"""A list of a million rows is given as a table in flat memory (make bench prints the figures)."""

import pytest

from actionplan.models import Activity
from bench.exports import MOST, fill, measure
from bench.reads.measure import key_of_a_reader

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]


def test_million_rows_are_given_in_flat_memory(addresses, tmp_path) -> None:
    fill(Activity.objects.filter(objective__plan__is_published=True)[0].pk)

    held = measure(key_of_a_reader(), addresses, tmp_path)

    print(*held, sep="\n")  # noqa: T201 -- the figures of the run
    assert [one.form for one in held if one.over > MOST] == []
