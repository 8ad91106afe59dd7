"""Steps over the API: who reads the row may ask, the office decides, and the state; strangers learn nothing."""

from tests.matrix.expectations.portal import CABINET, FOCAL_POINT, HOUSE, SENT, UNSENT, WRITERS
from tests.matrix.roles import EVERYBODY, IN_CHAIR, NOBODY_KNOWN, OTHER, READING_KEYS, SECRETARIAT, STAFF, WRITING
from tests.matrix.tables import Route, page, rule

SHUT = [
    rule("GET HEAD PUT PATCH DELETE", EVERYBODY, 405),
    rule("OPTIONS", EVERYBODY, 200),
    rule("POST", NOBODY_KNOWN, 401),
    rule("POST", READING_KEYS, 403),
    rule("POST", EVERYBODY, 404, states="missing"),
]
"""A key that was issued to read does not write, whatever its account may; strangers learn that they are not known."""
JUDGES = IN_CHAIR | SECRETARIAT
SUBMIT = FOCAL_POINT | WRITING
"""For the own participant: a person, and the system whose key writes."""


def seen(_world, row):
    """The version that was read, and a key of its own."""
    return {"if-match": f'"{row.version}"', "idempotency-key": "matrix"} if row else {"idempotency-key": "matrix"}


def step(path: str, states: str, *first, who=SUBMIT, sent=None) -> Route:
    """A step of a contribution: taken in these states by these people; `first` are the rules that go before."""
    foreign = f"{states} foreign" if "submitted" in states.split() else states
    return page(
        f"api/v1/contributions/<uuid:uuid>/{path}/",
        *SHUT,
        rule("POST", EVERYBODY - STAFF, 404, states="foreign"),
        rule("POST", EVERYBODY - STAFF - HOUSE - WRITING, 404),
        rule("POST", STAFF | CABINET, 404, states=UNSENT),
        *first,
        rule("POST", who, 200, states=states),
        rule("POST", EVERYBODY, 403, states=foreign),
        rule("POST", EVERYBODY, 409),
        rows="own contribution",
        headers=seen,
        sent=sent or {},
    )


def of_question(path: str, sent=None) -> Route:
    """A step of a question, open or answered already."""
    return page(
        f"api/v1/questions/<uuid:uuid>/{path}/",
        *SHUT,
        rule("POST", SUBMIT, 200, states="own_open"),
        rule("POST", {"focal_point_other"}, 200, states="other_open"),
        rule("POST", HOUSE | STAFF, 403, states="own_open"),
        rule("POST", HOUSE | STAFF | WRITING, 409, states="own_answered"),
        rule("POST", OTHER | STAFF, 403, states="other_open"),
        rule("POST", EVERYBODY, 404),
        rows="query",
        headers=seen,
        sent=sent or {},
    )


def of_webhook(path: str, states: str) -> Route:
    """A step of a webhook: for whoever keeps its system."""
    keepers = {"focal_point_own"} | JUDGES
    return page(
        f"api/v1/webhooks/<uuid:uuid>/{path}/",
        *SHUT,
        rule("POST", {"focal_point_own"}, 404, states="of_staff"),
        rule("POST", EVERYBODY - STAFF - keepers, 404),
        rule("POST", keepers, 200, states=states),
        rule("POST", STAFF, 403, states=states),
        rule("POST", EVERYBODY, 409),
        rows="webhook",
        headers=seen,
    )


WHY = {"reason": "By instruction of the ministry."}
TWO_SIGN = rule("POST", SUBMIT, 400, states="draft reopened")
"""Two people sign for the own participant, on the page where they review what is sent."""
RECEIVED = "submitted complete nothing_to_report"

ROUTES = [
    step("start", "not_started", who=WRITERS | WRITING),
    step("delete-draft", "draft"),
    step("submit", "draft reopened", TWO_SIGN),
    step("declare-nothing", "not_started draft"),
    step("undo-nothing", "nothing_to_report"),
    step("withdraw", SENT.removesuffix(" withdrawn"), sent=WHY),
    step("reopen", f"{RECEIVED} withdrawn", rule("POST", JUDGES, 200, states=f"{RECEIVED} foreign"), sent=WHY),
    of_question("reply", {"reply": "Three."}),
    of_question("nothing-to-add"),
    of_webhook("pause", "of_staff own"),
    of_webhook("resume", "own_resting"),
    of_webhook("replay", "of_staff own"),
    of_webhook("rotate-secret", "of_staff own own_resting"),
]
