"""What crosses does not deadlock, and nothing is lost: eight at once, again and again."""

import pytest

from tests.guards.crossing import CASES, run

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]
ROUNDS = 25


@pytest.mark.parametrize("turn", range(ROUNDS))
@pytest.mark.parametrize("case", CASES)
def test_crossing_operations_end_well_each_time(case, turn):
    crossing = case(8)

    crossing.check(run(crossing.jobs))
