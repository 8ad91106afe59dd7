"""Every address x method x role x state of its row: who gets in, and that the others learn nothing."""

import pytest
from django.contrib import admin

from tests.matrix.expectations import ROUTES, undeclared, unknown
from tests.matrix.roles import ROLES
from tests.matrix.walk import cells, faults


def test_every_address_is_declared():
    assert undeclared() == [], "Add these addresses to tests/matrix/expectations/<app>.py: who gets what from them?"


def test_every_declared_address_exists():
    assert unknown() == [], "Nothing answers at these addresses: take them out of tests/matrix/expectations."


@pytest.mark.matrix
@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_access(route, world):
    assert [fault for role in ROLES for cell in cells(route, role, world) for fault in faults(cell, world)] == []


def test_every_step_of_the_workbench_is_declared():
    declared = {(route.path, route.given["step"]) for route in ROUTES if "step" in route.given}
    steps = {
        (f"admin/{model._meta.app_label}/{model._meta.model_name}/<path:object_id>/step/<slug:step>/", name)
        for model, screen in admin.site._registry.items()
        for name in screen.steps
    }

    assert sorted(steps - declared) == [], "Add these steps to the screen in tests/matrix/expectations/<app>.py."
    assert {name for _path, name in declared - steps} == {"none"}, "Take steps that are gone out of the expectations."
