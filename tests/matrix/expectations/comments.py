"""Comments on a circulated report: made and withdrawn in the portal, dealt with in the workbench."""

from tests.matrix.expectations.portal import door
from tests.matrix.expectations.reports import AFTER, CIRCULATED
from tests.matrix.roles import BOTH_HATS, EVERYBODY, HOLDERS, OTHER, OWN, REPORTING_OFFICER, SIGNED_IN, STAFF, WORKBENCH
from tests.matrix.screens import screen, step
from tests.matrix.tables import page, rule

OF_OWN = frozenset({"focal_point_own", "senior_official_own"})
OF_OTHER = frozenset({"focal_point_other", "senior_official_other"})
SPEAKERS = OF_OWN | OF_OTHER | BOTH_HATS | REPORTING_OFFICER
"""Whoever speaks for a participant; an authority on hold does not."""
STANDING = "own_standing own_whole other_standing chair_standing other_closed"
SETTLED = "own_taken_up own_in_part other_not_taken_up"
OWN_SAID = "own_standing own_whole own_withdrawn own_taken_up own_in_part own_none own_tabled"
NOT_THEIRS = (
    rule("POST", BOTH_HATS, 403, states="chair_standing"),
    rule("POST", WORKBENCH, 403, states="own_none"),
)
"""Nobody deals with the words of a participant they speak for, and nothing becomes of “no comment”."""


def a_remark(_world, row):
    return {"seen_version": row.version, "paragraph": "whole", "kind": "remark", "text": "Say which.", "language": "en"}


def seen(_world, row):
    return {"seen_version": row.version}


ROUTES = [
    page(
        "portal/reports/<uuid:uuid>/comments/",
        *door("POST"),
        rule("POST", EVERYBODY, 404, states="missing"),
        rule("POST", STAFF, 403),
        rule("POST", SIGNED_IN, 404, states="drafting"),
        rule("POST", SPEAKERS, 302, states="circulated"),
        rule("POST", SPEAKERS, 409),
        rule("POST", HOLDERS, 403),
        rule("POST", SIGNED_IN, 403, states="published"),
        rule("POST", SIGNED_IN, 404, states=f"{CIRCULATED} {AFTER}"),
        rows="report",
        sent=a_remark,
    ),
    page(
        "portal/comments/<uuid:uuid>/withdraw/",
        *door("POST"),
        rule("POST", EVERYBODY, 404, states="missing"),
        rule("POST", STAFF, 403),
        rule("POST", OF_OWN, 302, states="own_standing own_whole"),
        rule("POST", OF_OWN, 409, states=OWN_SAID),
        rule("POST", OWN, 403, states=OWN_SAID),
        rule("POST", OF_OTHER, 302, states="other_standing"),
        rule("POST", OF_OTHER, 409, states="other_not_taken_up other_closed"),
        rule("POST", OTHER, 403, states="other_standing other_not_taken_up other_closed"),
        rule("POST", BOTH_HATS, 302, states="chair_standing"),
        rule("POST", SIGNED_IN, 404),
        rows="comment",
        sent=seen,
    ),
    *screen(
        "reports/comment",
        "comment",
        steps={
            "take_up": step(STANDING, sent={"disposition": ""}, special=NOT_THEIRS),
            "take_up_in_part": step(STANDING, sent={"disposition": "The first half."}, special=NOT_THEIRS),
            "do_not_take_up": step(STANDING, sent={"disposition": "See paragraph 2."}, special=NOT_THEIRS),
            "reconsider": step(SETTLED),
        },
    ),
]
