"""The order in which plans stand."""

from datetime import date

import pytest

from actionplan.models import Plan
from tests.factories.actionplan import PlanFactory

pytestmark = pytest.mark.django_db


def test_plan_whose_beginning_is_not_known_comes_last():
    made = {
        code: PlanFactory(code=code, begins_on=begins_on)
        for code, begins_on in (("unknown", None), ("later", date(2031, 1, 1)), ("sooner", date(2030, 1, 1)))
    }

    assert [plan.code for plan in Plan.objects.filter(code__in=made).newest_first()] == ["later", "sooner", "unknown"]
