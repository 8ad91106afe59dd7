"""Meetings in the workbench: staff keep them; the outgoing Presidency finishes the record of what it chaired."""

from datetime import timedelta

from tests.matrix.roles import BOTH_HATS, IN_CHAIR, INCOMING, OUTGOING, SECRETARIAT, WORKBENCH, WORKBENCH_IN_FORCE
from tests.matrix.screens import screen, step
from tests.matrix.tables import rule

FINISHING = WORKBENCH_IN_FORCE | OUTGOING
"""Of meetings of its own term: the rows here are of the present one, but for those named `of_last_term`."""
STAFF_WRITE = {"add": WORKBENCH_IN_FORCE, "change": WORKBENCH_IN_FORCE}
AFTERWARDS = "held concluded postponed cancelled called_off of_last_term ministerial handing_over"
PRESENT = "ministerial"
IN_SITTINGS, NOBODY_INVITED = "held of_last_term", "concluded handing_over"


def last_term(status):
    """The outgoing Presidency takes this step on its own meeting."""
    return (rule("POST", OUTGOING, status, states="of_last_term"),)


def at_each_sitting():
    """Refused where there are sittings, at each of which presence is recorded, and where nobody is invited."""
    yield from last_term(400)
    yield rule("POST", WORKBENCH_IN_FORCE, 400, states=f"{IN_SITTINGS} {NOBODY_INVITED}")
    yield rule("POST", WORKBENCH, 403, states=f"{IN_SITTINGS} {NOBODY_INVITED}")


WHY = {"correction_en": "A letter came late."}
"""Asked where the record is concluded, and sent everywhere."""


def presence(_world, row):
    return {**WHY, **{f"delegation_{one.pk}": "in_person" for one in row.delegations.all()}}


def about_own(**given):
    """What is sent about the own participant."""
    return lambda world, _row: {"party": world.own.pk, **given}


def a_note(world, row):
    received = world.now - timedelta(hours=36) if row.begins_at else world.now
    return {
        "party": world.own.pk,
        "kind": "objection",
        "received_at": received.strftime("%Y-%m-%dT%H:%M"),
        "letter_number": "NV 9",
        "language": "en",
    }


def held_meeting(world, _row):
    return {"meeting": world.rows["meeting"]["held"].pk}


ASKED = "running closed broken declared_concluded"
"""Procedures with somebody asked; of the others a participant cannot be chosen."""


def presence_at_sitting(_world, row):
    return {**WHY, **{f"delegation_{one.pk}": "remote" for one in row.meeting.delegations.all()}}


def another_meeting(world, row):
    return {"meeting": world.rows["meeting"]["concluded" if row.decision.meeting.state == "held" else "held"].pk}


ROUTES = [
    *screen(
        "meetings/meeting",
        "meeting",
        **STAFF_WRITE,
        steps={
            "convene": step("planned"),
            "reconvene": step("postponed"),
            "invite_delegations": step(
                "planned convened", special=(rule("POST", INCOMING | OUTGOING, 403, states=AFTERWARDS),)
            ),
            "hold": step("convened"),
            "record_presence": step(PRESENT, sent=presence, special=at_each_sitting()),
            "record_handover": step("handing_over", elsewhere=400),
            "conclude": step("held of_last_term ministerial handing_over", special=last_term(302)),
            "postpone": step("planned convened"),
            "cancel": step("planned convened postponed"),
        },
    ),
    *screen(
        "meetings/sitting",
        "sitting",
        steps={
            "record_presence": step("held of_last_term", sent=presence_at_sitting, special=last_term(302)),
        },
    ),
    *screen(
        "meetings/delegation",
        "delegation",
        **STAFF_WRITE,
        steps={
            "nominate": step("own other excused", sent={"head": "A. B.", "letter_number": "NV 3"}),
            "confirm": step("nominated"),
            "query": step("nominated", sent={"question": "Who leads?"}),
            "excuse": step("own other nominated"),
        },
    ),
    *screen(
        "meetings/outcometext",
        "text",
        add=FINISHING,
        change=WORKBENCH_IN_FORCE,
        steps={"adopt": step("draft", sent={"adopted_on": "2026-03-11"})},
    ),
    *screen("meetings/decision", "decision", add=FINISHING, change=WORKBENCH_IN_FORCE),
    *screen("meetings/statement", "statement", add=FINISHING),
    *screen(
        "meetings/followup",
        "follow-up",
        **STAFF_WRITE,
        steps={
            "start": step("held concluded"),
            "finish": step("held concluded", sent={"note": "Done."}),
            "carry_over": step("held concluded", sent=another_meeting),
            "drop": step("held concluded", sent={"note": "No longer needed."}),
        },
    ),
    *screen(
        "meetings/silenceprocedure",
        "silence procedure",
        add=WORKBENCH_IN_FORCE,
        change=WORKBENCH_IN_FORCE,
        fixed=f"{ASKED} withdrawn",
        steps={
            "begin": step("preparing", sent={"closes_at": "2099-01-01T10:00", "closes_zone": "UTC"}),
            "enter_break": step(
                "running closed broken",
                sent=a_note,
                special=(rule("POST", WORKBENCH, 400, states="preparing withdrawn"),),
            ),
            "correct_reach": step(
                "running closed",
                sent=about_own(reach="bounced"),
                special=(
                    rule("POST", WORKBENCH, 400, states="preparing withdrawn"),
                    rule("POST", WORKBENCH, 403, states="broken declared_concluded"),
                ),
            ),
            "close": step("running"),
            "declare": step(
                "closed",
                who=IN_CHAIR | BOTH_HATS,
                sent={"letter_number": "FR/2"},
                special=(rule("POST", SECRETARIAT, 403, states="closed"),),
            ),
            "withdraw": step("preparing running closed"),
            "report": step("declared_concluded broken", sent=held_meeting, elsewhere=403),
        },
    ),
    *screen("meetings/meetingkind", "kind"),
    *screen("meetings/verb", "verb"),
]
