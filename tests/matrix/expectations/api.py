"""The read endpoints of the API: lists show what the reader may see, details are the same rows or a 404."""

from tests.matrix.expectations.reports import AFTER, CIRCULATED
from tests.matrix.roles import EVERYBODY, HOLDERS, SERVICE, STAFF
from tests.matrix.tables import Rule, page, rule

READS = "GET HEAD"
CLOSED = rule("POST PUT PATCH DELETE", EVERYBODY, 405)
OPTIONS = rule("OPTIONS", EVERYBODY, 200)
KNOWN = HOLDERS | SERVICE


def endpoint(name: str, rows: str, *seen: Rule) -> list:
    """A list for everybody and a detail for those whom the rules name."""
    base = f"api/v1/{name}/"
    everybody = rule("GET HEAD", EVERYBODY, 200)
    hidden = rule("GET HEAD OPTIONS", EVERYBODY, 404)
    return [
        page(base, CLOSED, OPTIONS, everybody),
        page(f"{base}<uuid:uuid>/", CLOSED, rule("OPTIONS", EVERYBODY, 200), *seen, hidden, rows=rows, whole=True),
    ]


def to(who, states: str) -> Rule:
    """These people read rows in these states."""
    return rule("GET HEAD", who, 200, states=states)


ROUTES = [
    *endpoint("parties", "party", to(EVERYBODY, "own other chair quiet confirming")),
    *endpoint("presidencies", "presidency", to(EVERYBODY, "designated in_chair finished")),
    *endpoint(
        "documents",
        "document",
        to(EVERYBODY, "public"),
        to(KNOWN, "participants"),
        to(STAFF, "staff"),
    ),
    *endpoint("plans", "plan", to(EVERYBODY, "published"), to(STAFF, "draft")),
    *endpoint("evaluations", "evaluation", to(EVERYBODY, "published"), to(STAFF, "draft of_a_draft")),
    *endpoint("jvap-domains", "domain", to(EVERYBODY, "first")),
    *endpoint(
        "activities",
        "activity",
        to(EVERYBODY, "planned ongoing completed delayed cancelled carried_over superseded"),
        to(STAFF, "of_a_draft"),
    ),
    *endpoint(
        "meetings",
        "meeting",
        to(EVERYBODY, "convened held concluded of_last_term ministerial handing_over called_off"),
        to(STAFF, "planned postponed cancelled"),
    ),
    *endpoint("outcome-paragraphs", "paragraph", to(EVERYBODY, "adopted"), to(STAFF, "draft")),
    *endpoint(
        "silence-procedures",
        "silence procedure",
        to(EVERYBODY, "declared_concluded"),
        to(STAFF, "preparing running closed broken withdrawn"),
        to(KNOWN, "running closed broken"),
    ),
    *endpoint("rounds", "round", to(EVERYBODY, "open consolidating closed"), to(STAFF, "preparing")),
    *endpoint(
        "reports",
        "report",
        to(EVERYBODY, "published"),
        to(STAFF, f"drafting {CIRCULATED} {AFTER}"),
        to(KNOWN, f"{CIRCULATED} {AFTER}"),
    ),
]
