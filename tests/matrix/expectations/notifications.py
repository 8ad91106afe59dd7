"""Reminders in the workbench: staff read all; those in force send what was prepared, pause, and edit ladders."""

from tests.matrix.roles import WORKBENCH_IN_FORCE
from tests.matrix.screens import screen, step

ROUTES = [
    *screen("notifications/notice", "notice", steps={"send": step("prepared")}),
    *screen("notifications/pause", "pause", add=WORKBENCH_IN_FORCE, steps={"end": step("running", elsewhere=409)}),
    *screen("notifications/ladder", "ladder", change=WORKBENCH_IN_FORCE),
    *screen("notifications/ladderstep", "ladderstep", change=WORKBENCH_IN_FORCE),
]
