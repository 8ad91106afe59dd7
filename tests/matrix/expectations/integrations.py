"""Partner systems: staff keep all in the workbench, whoever submits for a participant keeps its own in the portal."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.matrix.expectations.portal import door
from tests.matrix.roles import BOTH_HATS, REPORTING_OFFICER, SIGNED_IN, WORKBENCH_IN_FORCE
from tests.matrix.screens import screen, step
from tests.matrix.tables import Rule, page, rule

OWN = frozenset({"focal_point_own"})
KEEPERS = OWN | {"focal_point_other"} | BOTH_HATS | REPORTING_OFFICER
"""Offices that submit for a participant which nobody contests."""
ONE = "portal/partner-systems/<uuid:uuid>/"


def key_asked(_world: Any, row: Any) -> dict[str, Any]:
    until = timezone.now() + timedelta(days=30)
    return {"seen_version": row.version, "expires_at": f"{until:%Y-%m-%dT%H:%M}", "overlap": "3600"}


def key_named(_world: Any, row: Any) -> dict[str, Any]:
    return {"seen_version": row.version, "key": row.keys.first().uuid}


def number_of_key(_world: Any, row: Any) -> dict[str, Any]:
    return {"key": row.keys.first().pk}


def own_only(methods: str, *rules: Rule) -> list[Rule]:
    """For the focal point of the participant that keeps it; for everybody else it is not there."""
    return [*door(methods), *rules, rule("*", SIGNED_IN, 404)]


SHOWN = rule("POST", WORKBENCH_IN_FORCE, 200, states="of_staff own")
"""The new key stands on the answer to the step itself."""

ROUTES = [
    *screen(
        "integrations/apiclient",
        "client",
        add=WORKBENCH_IN_FORCE,
        change=WORKBENCH_IN_FORCE,
        steps={
            "issue_key": step("none", sent=key_asked, elsewhere=403, special=[SHOWN]),
            "revoke_key": step("of_staff own", sent=number_of_key),
        },
    ),
    page(
        "portal/partner-systems/",
        *door("GET HEAD POST"),
        rule("GET HEAD", KEEPERS, 200),
        rule("POST", KEEPERS, 302),
        rule("*", SIGNED_IN, 404),
        sent={"name": "Reporting tool"},
    ),
    page(ONE, *own_only("GET HEAD", rule("GET HEAD", OWN, 200, states="own")), rows="client"),
    page(f"{ONE}keys/", *own_only("POST", rule("POST", OWN, 200, states="own")), rows="client", sent=key_asked),
    page(f"{ONE}revoke/", *own_only("POST", rule("POST", OWN, 302, states="own")), rows="client", sent=key_named),
]
