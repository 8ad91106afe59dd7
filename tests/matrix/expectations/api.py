"""The endpoints of the API: lists show what the reader may see, details are the same rows or a 404."""

from tests.matrix.expectations.reports import AFTER, CIRCULATED
from tests.matrix.roles import (
    BOTH_HATS,
    EVERYBODY,
    HOLDERS,
    KEYS,
    LIMITED,
    NOBODY_KNOWN,
    OF_OWN,
    OTHER,
    OWN,
    OWN_READERS,
    READING_KEYS,
    REPORTING_OFFICER,
    SERVICE,
    STAFF,
    STAFF_IN_FORCE,
)
from tests.matrix.tables import Rule, page, rule

READS = "GET HEAD"
WRITES = ("POST", "PUT", "PATCH", "DELETE")
CLOSED = rule(" ".join(WRITES), EVERYBODY, 405)
MADE = [
    rule("PUT PATCH DELETE", EVERYBODY, 405),
    rule("POST", NOBODY_KNOWN, 401),
    rule("POST", READING_KEYS, 403),
    rule("POST", EVERYBODY, 400),
]
"""Rows are made by a POST, here without the key that it needs."""
OPTIONS = rule("OPTIONS", EVERYBODY, 200)
SENT = "own:submitted own:question_open own:complete own:nothing_to_report own:reopened own:withdrawn"
KNOWN = HOLDERS | KEYS
OF_ALL_ROUNDS = EVERYBODY - LIMITED
"""Read what is public of any round."""
KNOWN_OF_ROUNDS = KNOWN - LIMITED


def endpoint(name: str, rows: str, *seen: Rule, writes: str = "", makes: bool = False) -> list:
    """A list for everybody and a detail for those whom the rules name.

    `writes` are the methods by which those who read the row may ask to change it: here without saying what they saw.
    """
    base = f"api/v1/{name}/"
    everybody = rule("GET HEAD", EVERYBODY, 200)
    hidden = rule(f"GET HEAD OPTIONS {writes}", EVERYBODY, 404)
    strangers = [rule(writes, NOBODY_KNOWN, 401), rule(writes, READING_KEYS, 403)]
    unseen = [Rule(frozenset(writes.split()), one.who, 428, one.states) for one in seen if writes]
    shut = rule(" ".join(method for method in WRITES if method not in writes.split()), EVERYBODY, 405)
    detail = [shut, OPTIONS, *strangers, *seen, *unseen, hidden]
    return [
        page(base, *(MADE if makes else [CLOSED]), OPTIONS, everybody),
        page(f"{base}<uuid:uuid>/", *detail, rows=rows, whole=True),
    ]


def to(who, states: str) -> Rule:
    """These people read rows in these states."""
    return rule("GET HEAD", who, 200, states=states)


ANNOUNCED = "convened held concluded of_last_term ministerial handing_over called_off"
FILES = (
    to(EVERYBODY, "public"),
    to(OF_ALL_ROUNDS, "of_a_published_report"),
    to(KNOWN, "participants"),
    to(KNOWN_OF_ROUNDS, "of_a_tabled_report of_its_circulated_draft"),
    to(STAFF, "staff"),
)
OF_REPORTS = (to(OF_ALL_ROUNDS, "public"), to(KNOWN_OF_ROUNDS, "of_participants"))
WEBHOOKS = (
    to(STAFF, "of_staff own own_resting"),
    to({"focal_point_own"} | LIMITED, "own own_resting"),
    to(SERVICE, "of_staff"),
)
"""To people, of the systems that they keep; to a key, its own."""
BESIDE_ANSWERS = (
    to(KNOWN_OF_ROUNDS, "participants"),
    to(OWN | OTHER | STAFF | OF_OWN, "joint"),
    to(OWN_READERS | OF_OWN, "own:draft own:submitted"),
    to(STAFF | {"cabinet_own"}, "own:submitted"),
    to(OTHER, "other:draft other:submitted"),
    to(STAFF, "other:submitted"),
)

ROUTES = [
    *endpoint("parties", "party", to(EVERYBODY, "own other chair quiet confirming")),
    *endpoint("presidencies", "presidency", to(EVERYBODY, "designated in_chair finished")),
    *endpoint(
        "mandates",
        "mandate",
        to(STAFF, "focal_point_own focal_point_other mandate_ended contested emergency"),
        to(OWN | KEYS, "focal_point_own mandate_ended"),
        to(OTHER, "focal_point_other"),
        to({"on_hold_first"}, "contested"),
        to({"mandate_ended"}, "mandate_ended"),
    ),
    *endpoint(
        "documents",
        "document",
        to(EVERYBODY, "public"),
        to(KNOWN, "participants"),
        to(STAFF, "staff"),
    ),
    *endpoint("revisions", "revision", *FILES),
    page(
        "api/v1/revisions/<uuid:uuid>/content/",
        CLOSED,
        OPTIONS,
        *FILES,
        rule("GET HEAD", EVERYBODY, 404),
        rows="revision",
        whole=True,
    ),
    *endpoint("plans", "plan", to(EVERYBODY, "published"), to(STAFF, "draft")),
    *endpoint("evaluations", "evaluation", to(EVERYBODY, "published"), to(STAFF, "draft of_a_draft")),
    *endpoint("programmes", "programme", to(EVERYBODY, "agreed accounted"), to(STAFF, "draft considered")),
    *endpoint("objectives", "objective", to(EVERYBODY, "published superseded"), to(STAFF, "draft")),
    *endpoint("milestones", "milestone", to(EVERYBODY, "planned dropped reached")),
    *endpoint("indicators", "indicator", to(EVERYBODY, "own")),
    *endpoint("jvap-domains", "domain", to(EVERYBODY, "first")),
    *endpoint(
        "activities",
        "activity",
        to(EVERYBODY, "planned ongoing completed delayed cancelled carried_over superseded"),
        to(STAFF, "of_a_draft"),
    ),
    *endpoint("sources", "source", to(STAFF, "known own"), to(SERVICE, "own")),
    *endpoint(
        "proposals",
        "proposal",
        to(STAFF, "waiting declined own_waiting own_declined"),
        to(SERVICE, "own_waiting own_declined"),
        makes=True,
    ),
    page(
        "api/v1/proposals/",
        rule("POST", NOBODY_KNOWN, 401),
        rule("POST", READING_KEYS, 403),
        rule("POST", STAFF_IN_FORCE, 200),
        rule("POST", STAFF, 403),
        rule("POST", EVERYBODY, 404),
        query="?source=world-own",
        methods="POST",
        headers=lambda _world, _row: {"idempotency-key": "matrix"},
        sent=lambda _world, _row: [{"external_id": "Of the matrix"}],
    ),
    page("api/v1/activities/", rule("GET HEAD", EVERYBODY, 200), query="?format=iati", methods="GET HEAD"),
    *endpoint(
        "meetings",
        "meeting",
        to(EVERYBODY, ANNOUNCED),
        to(STAFF, "planned postponed cancelled"),
    ),
    *endpoint("agenda-items", "agenda item", to(EVERYBODY, ANNOUNCED), to(STAFF, "planned postponed cancelled")),
    *endpoint("sittings", "sitting", to(EVERYBODY, ANNOUNCED), to(STAFF, "planned")),
    *endpoint("decisions", "decision", to(EVERYBODY, "concluded"), to(KNOWN, "held")),
    *endpoint("statements", "statement", to(EVERYBODY, "concluded"), to(KNOWN, "held")),
    *endpoint("follow-ups", "follow-up", to(EVERYBODY, "concluded"), to(KNOWN, "held")),
    *endpoint(
        "delegations",
        "delegation",
        to(STAFF, "own other nominated excused"),
        to(OWN | KEYS, "own"),
        to(OTHER, "other"),
    ),
    *endpoint("outcome-texts", "text", to(EVERYBODY, "adopted"), to(STAFF, "draft")),
    *endpoint("outcome-paragraphs", "paragraph", to(EVERYBODY, "adopted"), to(STAFF, "draft")),
    *endpoint(
        "silence-procedures",
        "silence procedure",
        to(EVERYBODY, "declared_concluded"),
        to(STAFF, "preparing running closed broken withdrawn"),
        to(KNOWN, "running closed broken"),
    ),
    *endpoint("templates", "template", to(KNOWN, "frozen"), to(STAFF, "free")),
    *endpoint("template-questions", "template question", to(KNOWN, "frozen"), to(STAFF, "free")),
    *endpoint(
        "rounds",
        "round",
        to(OF_ALL_ROUNDS, "open consolidating closed"),
        to(LIMITED, "consolidating"),
        to(STAFF, "preparing"),
    ),
    *endpoint(
        "contributions",
        "contribution",
        to(STAFF, f"{SENT} other:submitted other:reopened chair:submitted first:submitted organisation:submitted"),
        to(OWN_READERS | OF_OWN, f"own:not_started own:draft {SENT}"),
        to({"cabinet_own"}, SENT),
        to(OTHER, "other:draft other:submitted other:reopened"),
        to(BOTH_HATS, "chair:draft chair:submitted"),
        to({"on_hold_first"}, "first:draft first:submitted"),
        to(REPORTING_OFFICER, "organisation:submitted"),
        writes="PATCH",
    ),
    *endpoint(
        "answers",
        "answer",
        to(OWN_READERS | OF_OWN, "own:draft own:submitted"),
        to(OTHER, "other:draft"),
        writes="PUT",
        makes=True,
    ),
    page("api/v1/attachments/", *MADE, OPTIONS, rule("GET HEAD", EVERYBODY, 200)),
    page(
        "api/v1/attachments/<uuid:uuid>/",
        rule("POST PUT PATCH", EVERYBODY, 405),
        OPTIONS,
        rule("DELETE", NOBODY_KNOWN, 401),
        rule("DELETE", READING_KEYS, 403),
        *(Rule(frozenset({"DELETE"}), one.who, 428, one.states) for one in BESIDE_ANSWERS),
        *BESIDE_ANSWERS,
        rule("GET HEAD DELETE", EVERYBODY, 404),
        rows="attachment",
        whole=True,
    ),
    page(
        "api/v1/attachments/<uuid:uuid>/content/",
        CLOSED,
        OPTIONS,
        *BESIDE_ANSWERS,
        rule("GET HEAD", EVERYBODY, 404),
        rows="attachment",
        whole=True,
    ),
    *endpoint(
        "questions",
        "query",
        to(STAFF, "own_open own_answered other_open"),
        to(OWN | OF_OWN, "own_open own_answered"),
        to(OTHER, "other_open"),
    ),
    *endpoint(
        "reports",
        "report",
        to(OF_ALL_ROUNDS, "published"),
        to(STAFF, f"drafting {CIRCULATED} {AFTER}"),
        to(KNOWN_OF_ROUNDS, f"{CIRCULATED} {AFTER}"),
    ),
    *endpoint(
        "endorsements",
        "chain endorsement",
        to(OF_ALL_ROUNDS, "public"),
        to(KNOWN_OF_ROUNDS, "of_participants deferred"),
    ),
    *endpoint("reviews", "chain review", *OF_REPORTS),
    *endpoint("transmissions", "transmission", *OF_REPORTS),
    *endpoint("webhooks", "webhook", *WEBHOOKS, writes="PATCH DELETE", makes=True),
    *endpoint("webhook-calls", "call", *WEBHOOKS),
    *endpoint("reservations", "reservation", to(KNOWN_OF_ROUNDS, "of_participants not_concluded")),
]
