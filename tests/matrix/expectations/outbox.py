"""What leaves the system, in the workbench: what lets its reader in is on no list, and is not sent again by others."""

from tests.matrix.roles import WORKBENCH
from tests.matrix.screens import DOOR, SHUT, screen, step
from tests.matrix.tables import ByNumber, page, rule

ROUTES = [
    *screen(
        "outbox/message", "message", hidden="secret secret_failed", steps={"send_again": step("failed quarantined")}
    ),
    page(
        "admin/outbox/message/<path:object_id>/mailbox/",
        DOOR,
        SHUT,
        rule("*", WORKBENCH, 404, states="missing secret secret_failed"),
        rule("GET HEAD", WORKBENCH, 200),
        rule("POST", WORKBENCH, 404),
        rows="message",
        address=ByNumber,
    ),
    *screen(
        "outbox/bounce",
        "bounce",
        steps={"clear": step("standing", sent={"reason": "It works again."}, elsewhere=409)},
    ),
]
