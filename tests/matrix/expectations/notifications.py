"""Reminders: staff read all in the workbench, and those in force send, pause, and edit ladders.

A participant reads in the portal what reached it; why one came, its recipient alone. A link ends digests for whoever
has it.
"""

from typing import Any

from notifications.links import DIGESTS, WHY
from tests.matrix.expectations.portal import door
from tests.matrix.roles import EVERYBODY, PARTICIPANTS, SIGNED_IN, WORKBENCH, WORKBENCH_IN_FORCE
from tests.matrix.screens import DOOR, SHUT, screen, step
from tests.matrix.tables import ByNumber, page, rule


def ByReason(row: Any) -> dict[str, Any]:  # noqa: N802 -- reads as a name in the tables
    return {"signed": WHY.sign(str(row.uuid))}


def ByReader(row: Any) -> dict[str, Any]:  # noqa: N802 -- as above
    return {"signed": DIGESTS.sign(str(row.pk))}


ROUTES = [
    page(
        "portal/reminders/",
        *door("GET HEAD"),
        rule("GET HEAD", PARTICIPANTS, 200),
        rule("GET HEAD", SIGNED_IN, 404),
    ),
    page(
        "portal/reminders/<str:signed>/",
        *door("GET HEAD"),
        rule("GET HEAD", {"focal_point_own"}, 200, states="queued"),
        rule("GET HEAD", SIGNED_IN, 404),
        rows="notice",
        address=ByReason,
    ),
    page(
        "reminders/digests/<str:signed>/",
        rule("OPTIONS PUT PATCH DELETE", EVERYBODY, 405),
        rule("*", EVERYBODY, 404, states="missing"),
        rule("GET HEAD POST", EVERYBODY, 200),
        rows="reader of digests",
        address=ByReader,
    ),
    *screen("notifications/notice", "notice", steps={"send": step("prepared")}),
    *screen("notifications/pause", "pause", add=WORKBENCH_IN_FORCE, steps={"end": step("running", elsewhere=409)}),
    *screen("notifications/ladder", "ladder", change=WORKBENCH_IN_FORCE),
    page(
        "admin/notifications/ladder/<path:object_id>/simulator/",
        DOOR,
        SHUT,
        rule("*", WORKBENCH, 404, states="missing"),
        rule("GET HEAD", WORKBENCH, 200),
        rule("POST", WORKBENCH, 400),
        rows="ladder",
        address=ByNumber,
    ),
    *screen("notifications/ladderstep", "ladderstep", add=WORKBENCH_IN_FORCE, change=WORKBENCH_IN_FORCE),
]
