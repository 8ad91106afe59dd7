"""Reminders in the workbench: staff read all; those in force send what was prepared, pause, and edit ladders."""

from tests.matrix.roles import WORKBENCH, WORKBENCH_IN_FORCE
from tests.matrix.screens import DOOR, SHUT, screen, step
from tests.matrix.tables import ByNumber, page, rule

ROUTES = [
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
    *screen("notifications/ladderstep", "ladderstep", change=WORKBENCH_IN_FORCE),
]
