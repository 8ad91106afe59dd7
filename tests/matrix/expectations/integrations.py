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
WEBHOOK = "portal/webhooks/<uuid:uuid>/"


def key_asked(_world: Any, row: Any) -> dict[str, Any]:
    until = timezone.now() + timedelta(days=30)
    return {"seen_version": row.version, "expires_at": f"{until:%Y-%m-%dT%H:%M}", "overlap": "3600"}


def key_named(_world: Any, row: Any) -> dict[str, Any]:
    return {"seen_version": row.version, "key": row.keys.first().uuid}


def address_given(_world: Any, row: Any) -> dict[str, Any]:
    return {"seen_version": row.version, "address": "https://another.example/changes"}


def seen(sent: dict[str, Any]) -> Any:
    """What is sent from the page of a webhook."""
    return lambda _world, row: {"seen_version": row.version, **sent}


def number_of_key(_world: Any, row: Any) -> dict[str, Any]:
    return {"key": row.keys.first().pk}


def own_only(methods: str, *rules: Rule) -> list[Rule]:
    """For the focal point of the participant that keeps it; for everybody else it is not there."""
    return [*door(methods), *rules, rule("*", SIGNED_IN, 404)]


SECRET_SHOWN = rule("POST", WORKBENCH_IN_FORCE, 200, states="of_staff own own_resting")
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
            "limit": step("of_staff own"),
            "revoke_key": step("of_staff own", sent=number_of_key),
            "enter_webhook": step("none", sent=address_given, elsewhere=403, special=[SHOWN]),
        },
    ),
    *screen(
        "integrations/webhook",
        "webhook",
        steps={
            "pause": step("of_staff own"),
            "resume": step("own_resting"),
            "change": step("of_staff own own_resting"),
            "remove": step("of_staff own own_resting"),
            "replay": step("of_staff own", sent={"place": ""}),
            "rotate_secret": step("none", sent={"overlap": "0"}, elsewhere=403, special=[SECRET_SHOWN]),
        },
    ),
    *screen("integrations/delivery", "call"),
    page(
        "portal/partner-systems/",
        *door("GET HEAD POST"),
        rule("GET HEAD", KEEPERS, 200),
        rule("POST", KEEPERS, 302),
        rule("*", SIGNED_IN, 404),
        sent={"name": "Reporting tool", "per_minute": 600},
    ),
    page(ONE, *own_only("GET HEAD", rule("GET HEAD", OWN, 200, states="own")), rows="client"),
    page(f"{ONE}limits/", *own_only("POST", rule("POST", OWN, 302, states="own")), rows="client", sent=seen({})),
    page(f"{ONE}keys/", *own_only("POST", rule("POST", OWN, 200, states="own")), rows="client", sent=key_asked),
    page(
        f"{ONE}webhooks/",
        *own_only("GET HEAD POST", rule("GET HEAD POST", OWN, 200, states="own")),
        rows="client",
        sent=address_given,
    ),
    page(WEBHOOK, *own_only("GET HEAD", rule("GET HEAD", OWN, 200, states="own own_resting")), rows="webhook"),
    page(
        f"{WEBHOOK}secret/",
        *own_only("POST", rule("POST", OWN, 200, states="own own_resting")),
        rows="webhook",
        sent=seen({"overlap": "0"}),
    ),
    page(
        f"{WEBHOOK}replay/",
        *own_only("POST", rule("POST", OWN, 302, states="own"), rule("POST", OWN, 409, states="own_resting")),
        rows="webhook",
        sent=seen({"place": ""}),
    ),
    *(
        page(
            f"{WEBHOOK}{name}/",
            *own_only("POST", rule("POST", OWN, 302, states="own own_resting")),
            rows="webhook",
            sent=seen({}),
        )
        for name in ("kinds", "remove")
    ),
    *(
        page(
            f"{WEBHOOK}{name}/",
            *own_only("POST", rule("POST", OWN, 302, states=one), rule("POST", OWN, 409, states=another)),
            rows="webhook",
            sent=seen({}),
        )
        for name, one, another in (("pause", "own", "own_resting"), ("resume", "own_resting", "own"))
    ),
    page(f"{ONE}revoke/", *own_only("POST", rule("POST", OWN, 302, states="own")), rows="client", sent=key_named),
]
