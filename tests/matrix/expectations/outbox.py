"""What leaves the system, in the workbench: what lets its reader in is on no list, and is not sent again by others."""

from tests.matrix.screens import screen, step

ROUTES = [
    *screen(
        "outbox/message", "message", hidden="secret secret_failed", steps={"send_again": step("failed quarantined")}
    ),
    *screen(
        "outbox/bounce",
        "bounce",
        steps={"clear": step("standing", sent={"reason": "It works again."}, elsewhere=409)},
    ),
]
