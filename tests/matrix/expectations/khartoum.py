"""Pages that everybody may open (each shows what its reader may see), and what describes the API."""

from dataclasses import replace

from tests.matrix.roles import (
    EVERYBODY,
    HOLDERS,
    LIMITED,
    OF_OWN,
    OWN,
    REPORTING_OFFICER,
    SIGNED_IN,
    STAFF,
    WORKBENCH,
)
from tests.matrix.screens import DOOR, SHUT
from tests.matrix.tables import page, read_only, rule

BY_CODE = {"address": lambda row: {"code": row.code}}
RECORDED = (
    rule("GET HEAD", EVERYBODY, 200, states="public"),
    rule("GET HEAD", STAFF | HOLDERS, 200, states="of_participants deferred"),
)
LINKS = [
    (
        "activity",
        "chain activity",
        (rule("GET HEAD", EVERYBODY, 200, states="published"), rule("GET HEAD", STAFF, 200, states="draft")),
    ),
    (
        "paragraph",
        "paragraph",
        (rule("GET HEAD", EVERYBODY, 200, states="adopted"), rule("GET HEAD", STAFF, 200, states="draft")),
    ),
    (
        "contribution",
        "chain contribution",
        (
            rule("GET HEAD", STAFF | OWN, 200, states="own"),
            rule("GET HEAD", STAFF | REPORTING_OFFICER, 200, states="organisation"),
        ),
    ),
    ("endorsement", "chain endorsement", RECORDED),
    ("review", "chain review", RECORDED),
    ("nothing", "activity", ()),
]
OF_A_ROUND = {"contribution", "endorsement", "review"}
ANNOUNCED = "convened held concluded of_last_term ministerial handing_over called_off"
LANGUAGE_CHOICE = rule("*", EVERYBODY, 302)


def chain_links():
    """The chain through one link of each kind; a link that its reader may not see is missing."""
    for kind, rows, seen in LINKS:
        yield page(
            "chain/<slug:kind>/<uuid:uuid>/",
            rule("POST PUT PATCH DELETE OPTIONS", EVERYBODY, 405),
            *seen,
            rule("GET HEAD", EVERYBODY, 404),
            rows=rows,
            given={"kind": kind},
        )


def links_told():
    """The same links by way of the API, where a key opens what its participant reads."""
    for kind, rows, seen in LINKS:
        rules = [replace(one, who=one.who | (OF_OWN if one.who >= OWN else frozenset())) for one in seen]
        yield page(
            "api/v1/chain/<slug:kind>/<uuid:uuid>/",
            rule("POST PUT PATCH DELETE", EVERYBODY, 405),
            rule("OPTIONS", EVERYBODY, 200),
            *([rule("GET HEAD", LIMITED, 404)] if kind in OF_A_ROUND else []),
            *rules,
            rule("GET HEAD", EVERYBODY, 404),
            rows=rows,
            given={"kind": kind},
        )


ROUTES = [
    read_only(""),
    read_only("chain/"),
    page(
        "chain/plan/<slug:code>/",
        rule("POST PUT PATCH DELETE OPTIONS", EVERYBODY, 405),
        rule("GET HEAD", EVERYBODY, 404, states="missing"),
        rule("GET HEAD", EVERYBODY, 200, states="published"),
        rule("GET HEAD", WORKBENCH - {"both_hats"}, 200, states="draft"),
        rule("GET HEAD", EVERYBODY, 404),
        rows="plan",
        **BY_CODE,
    ),
    *chain_links(),
    *links_told(),
    *(
        page(
            "api/v1/calendar/",
            rule("GET HEAD OPTIONS", EVERYBODY, 200),
            rule("POST PUT PATCH DELETE", EVERYBODY, 405),
            query=f"?format={form}",
        )
        for form in ("json", "ics")
    ),
    page(
        "api/v1/changes/",
        rule("GET HEAD OPTIONS", EVERYBODY, 200),
        rule("POST PUT PATCH DELETE", EVERYBODY, 405),
        query="?page_size=200",
    ),
    page(
        "api/v1/plans/<uuid:uuid>/chain/",
        rule("POST PUT PATCH DELETE", EVERYBODY, 405),
        rule("OPTIONS", EVERYBODY, 200),
        rule("GET HEAD", EVERYBODY, 200, states="published"),
        rule("GET HEAD", STAFF, 200, states="draft"),
        rule("GET HEAD", EVERYBODY, 404),
        rows="plan",
    ),
    read_only("meetings/"),
    page(
        "meetings/<uuid:uuid>/",
        rule("POST PUT PATCH DELETE OPTIONS", EVERYBODY, 405),
        rule("GET HEAD", EVERYBODY, 200, states=ANNOUNCED),
        rule("GET HEAD", STAFF, 200, states="planned postponed cancelled"),
        rule("GET HEAD", EVERYBODY, 404),
        rows="meeting",
        whole=True,
    ),
    read_only("search/", query="?q=meeting"),
    *(read_only("search/", query=f"?q={word}") for word in ("what", "decision", "report", "activity", "file", "title")),
    page("api/v1/schema/", rule("GET HEAD OPTIONS", EVERYBODY, 200), rule("*", EVERYBODY, 405)),
    read_only("api/v1/docs/"),
    page("i18n/setlang/", LANGUAGE_CHOICE),
    # the workbench's own pages
    page("admin/", DOOR, SHUT, rule("*", WORKBENCH, 200)),
    page("admin/<app_label>/", DOOR, SHUT, rule("*", WORKBENCH, 200), given={"app_label": "parties"}),
    page("admin/login/", rule("*", SIGNED_IN, 403), rule("*", EVERYBODY, 302)),
    page("admin/logout/", DOOR, rule("GET HEAD", WORKBENCH, 405), rule("*", EVERYBODY, 302)),
    page("admin/password_change/", DOOR, SHUT, rule("*", WORKBENCH, 200)),
    page("admin/password_change/done/", DOOR, SHUT, rule("POST", WORKBENCH, 405), rule("*", WORKBENCH, 200)),
    page("admin/autocomplete/", DOOR, SHUT, rule("POST", WORKBENCH, 405), rule("*", WORKBENCH, 403)),
    page("admin/jsi18n/", DOOR, SHUT, rule("POST", WORKBENCH, 405), rule("*", WORKBENCH, 200)),
    page(
        "admin/r/<path:content_type_id>/<path:object_id>/",
        DOOR,
        SHUT,
        rule("*", WORKBENCH, 404),
        given={"content_type_id": 1, "object_id": 1},
    ),
    page("admin/(?P<url>.*)$", DOOR, SHUT, rule("*", WORKBENCH, 404), given={"url": "nothing/"}),
]
