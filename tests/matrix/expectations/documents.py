"""Files of documents: read by whom their work is for; the 404 of a foreign file is that of a missing one."""

from tests.matrix.roles import EVERYBODY, HOLDERS, STAFF
from tests.matrix.screens import screen, step
from tests.matrix.tables import page, rule

ROUTES = [
    page(
        "documents/revisions/<uuid:uuid>/",
        rule("OPTIONS POST PUT PATCH DELETE", EVERYBODY, 405),
        rule("GET HEAD", EVERYBODY, 200, states="public of_a_published_report"),
        rule("GET HEAD", HOLDERS, 200, states="participants of_a_tabled_report of_its_circulated_draft"),
        rule("GET HEAD", STAFF, 200, states="staff"),
        rule("GET HEAD", EVERYBODY, 404),
        rows="revision",
        whole=True,
    ),
    *screen(
        "documents/document",
        "document",
        hidden="owner",
        steps={
            "classify": step("public participants staff", sent={"classification": "participants"}),
            "plan_release": step("public participants staff", sent={"release_on": "2099-01-31"}),
        },
    ),
]
