"""The action plan in the workbench; pages and the API show published plans to everybody."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.matrix.roles import BOTH_HATS, IN_CHAIR, INCOMING, OUTGOING, SECRETARIAT, WORKBENCH, WORKBENCH_IN_FORCE
from tests.matrix.screens import DOOR, SHUT, screen, step
from tests.matrix.tables import page, rule

OPEN = "planned ongoing delayed carried_over of_a_draft"
CLOSED = "completed cancelled"
ALL = f"{OPEN} {CLOSED}"
RIGHT_FIRST = (rule("POST", INCOMING | OUTGOING, 403, states="planned reached dropped"),)
"""Whether a milestone may be touched is asked of its activity, before its own state."""
STAYS = (rule("POST", WORKBENCH, 403, states="superseded"),)
"""What was superseded stays as it was."""
CHAIR = IN_CHAIR | BOTH_HATS
"""The programme that was agreed here is an earlier Presidency's."""
ON_A_DAY = date(2027, 1, 31).isoformat()


def a_table(_world):
    """One activity of a source."""
    return SimpleUploadedFile("table.csv", b"external_id,title_en\nW-1,Of the matrix")


ROUTES = [
    *screen(
        "actionplan/plan",
        "plan",
        add=WORKBENCH_IN_FORCE,
        change=WORKBENCH_IN_FORCE,
        steps={"publish": step("draft", elsewhere=403)},
    ),
    *screen(
        "actionplan/objective",
        "objective",
        add=WORKBENCH_IN_FORCE,
        change=WORKBENCH_IN_FORCE,
        fixed="superseded",
        steps={
            "supersede": step(
                "published draft", sent={"by": lambda world: world.rows["next objective"][""].pk}, special=STAYS
            )
        },
    ),
    *screen(
        "actionplan/activity",
        "activity",
        add=WORKBENCH_IN_FORCE,
        change=WORKBENCH_IN_FORCE,
        fixed="superseded",
        steps={
            "begin": step("planned delayed carried_over of_a_draft", special=STAYS),
            "complete": step(OPEN, special=STAYS),
            "reschedule": step(OPEN, sent={"ends_on": ON_A_DAY}, special=STAYS),
            "carry_over": step("planned ongoing delayed of_a_draft", special=STAYS),
            "cancel": step(OPEN, special=STAYS),
            "resume": step(CLOSED),
            "supersede": step(ALL, sent={"by": lambda world: world.rows["next activity"][""].pk}, special=STAYS),
        },
    ),
    *screen(
        "actionplan/milestone",
        "milestone",
        steps={
            "reach": step("planned", sent={"reached_on": "2026-01-31"}, special=RIGHT_FIRST),
            "drop": step("planned", special=RIGHT_FIRST),
            "pursue": step("reached dropped", special=RIGHT_FIRST),
        },
    ),
    *screen("actionplan/indicator", "indicator", change=WORKBENCH_IN_FORCE),
    *screen(
        "actionplan/presidencyprogramme",
        "programme",
        add=WORKBENCH_IN_FORCE | INCOMING,
        change=SECRETARIAT | INCOMING,
        fixed="considered agreed accounted",
        steps={
            "consider": step("draft"),
            "agree": step("considered"),
            "revise": step("considered agreed", special=(rule("POST", CHAIR, 403, states="agreed"),)),
            "account": step("agreed", who=WORKBENCH_IN_FORCE | OUTGOING),
        },
    ),
    *screen(
        "actionplan/evaluation",
        "evaluation",
        add=WORKBENCH_IN_FORCE,
        change=WORKBENCH_IN_FORCE,
        steps={"publish": step("draft")},
    ),
    *screen(
        "actionplan/sourcesystem",
        "source",
        add=WORKBENCH_IN_FORCE,
        change=WORKBENCH_IN_FORCE,
        steps={"upload": step("known own", sent={"content": a_table})},
    ),
    page(
        "admin/actionplan/sourcesystem/example/<slug:ending>/",
        DOOR,
        SHUT,
        rule("POST", WORKBENCH, 405),
        rule("GET HEAD", WORKBENCH, 200),
        given={"ending": "csv"},
    ),
    *screen(
        "actionplan/activityproposal",
        "proposal",
        steps={
            "accept": step("waiting own_waiting", sent={"code": "WORLD-PROPOSED"}),
            "decline": step("waiting own_waiting", sent={"answer": "Not now."}),
        },
    ),
    *screen("actionplan/contextnote", "context note", add=WORKBENCH_IN_FORCE, change=WORKBENCH_IN_FORCE),
]
