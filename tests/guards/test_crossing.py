"""What crosses does not deadlock, and nothing is lost: two at once, then eight."""

import pytest

from tests.guards.crossing import CASES, run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("count", [2, 8])
@pytest.mark.parametrize("case", CASES)
def test_crossing_operations_end_well(case, count):
    crossing = case(count)

    crossing.check(run(crossing.jobs))
