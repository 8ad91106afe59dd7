"""Participants, offices, mandates and accounts in the workbench: all staff read, those in force write."""

from tests.matrix.expectations.portal import door, seen
from tests.matrix.roles import BOTH_HATS, IN_CHAIR, SIGNED_IN, WORKBENCH_IN_FORCE
from tests.matrix.screens import screen, step
from tests.matrix.tables import page, rule

STAFF_WRITE = {"add": WORKBENCH_IN_FORCE, "change": WORKBENCH_IN_FORCE}
SWITCHES = {"reason": "By decision of the Presidency.", "is_invited": "on", "is_asked_to_report": "on"}

ROUTES = [
    page(
        "portal/offices/<uuid:uuid>/",
        *door("GET HEAD POST"),
        rule("GET HEAD", {"focal_point_own"}, 200, states="focal_point_own"),
        rule("POST", {"focal_point_own"}, 302, states="focal_point_own"),
        rule("GET HEAD", {"focal_point_other"}, 200, states="focal_point_other"),
        rule("POST", {"focal_point_other"}, 302, states="focal_point_other"),
        rule("*", SIGNED_IN, 404),
        rows="mandate",
        sent=seen,
    ),
    *screen("parties/party", "party", **STAFF_WRITE),
    *screen(
        "parties/participation",
        "participation",
        **STAFF_WRITE,
        steps={"set_switches": step("own", who=IN_CHAIR | BOTH_HATS, sent=SWITCHES)},
    ),
    *screen("parties/body", "body"),
    *screen("parties/office", "office"),
    *screen("parties/presidency", "presidency", **STAFF_WRITE),
    *screen("parties/committeeseat", "seat", **STAFF_WRITE),
    *screen(
        "parties/authority",
        "authority",
        **STAFF_WRITE,
        steps={
            "put_on_hold": step("in_force", sent={"decision": "Decision 1"}),
            "release": step("on_hold", sent={"decision": "Decision 2"}),
        },
    ),
    *screen(
        "parties/mandate",
        "mandate",
        add=WORKBENCH_IN_FORCE,
        steps={
            "confirm": step("focal_point_own focal_point_other contested", sent={"confirmed_on": "2026-01-31"}),
            "name_authority": step("contested", sent={"authority": lambda world: world.first.pk}, elsewhere=400),
            "end": step("focal_point_own focal_point_other contested emergency"),
        },
    ),
    *screen(
        "accounts/user",
        "user",
        **STAFF_WRITE,
        steps={
            "close": step("active other invited"),
            "reopen": step("closed"),
            "invite": step("invited"),
            "remove_factors": step("invited"),
        },
    ),
]
