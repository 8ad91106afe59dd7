"""Rounds, contributions and reports in the workbench; the page of a report for everybody else."""

from django.core.files.uploadedfile import SimpleUploadedFile

from meetings.models import SilenceProcedure
from reports.selectors.editions import as_seen, moves_of
from reports.selectors.obligations import awaited_in
from tests.matrix.expectations.portal import a_translation
from tests.matrix.roles import BOTH_HATS, EVERYBODY, HOLDERS, IN_CHAIR, STAFF, WORKBENCH, WORKBENCH_IN_FORCE
from tests.matrix.screens import DOOR, SHUT, screen, step
from tests.matrix.tables import ByNumber, page, rule

CHAIR = IN_CHAIR | BOTH_HATS
UNSENT = "own:not_started own:draft other:draft chair:draft first:draft"
OF_OTHERS = "other:submitted chair:submitted first:submitted organisation:submitted"
OWN_WORDS = (rule("POST", BOTH_HATS, 403, states="chair:submitted"),)
"""Nobody judges the contribution of a participant they also write for."""

CIRCULATED = "circulated comments_closed tabled deferred endorsed endorsed_as_amended awaiting_text awaiting_chair"
AFTER = "endorsed_ad_referendum transmitted reviewed taken_note_of"
ENDORSED = "endorsed endorsed_as_amended"
BEING_WRITTEN = "drafting deferred comments_closed"
FIXED = "circulated tabled endorsed endorsed_as_amended awaiting_text awaiting_chair published " + AFTER
DECISION = {"number": "9", "decided_on": "2026-03-10", "text_en": "The meeting so decided.", "on_instruction": "on"}


def held(kind):
    return lambda world: world.rows["meeting"][kind].pk


def shown_editions(world):
    return as_seen(moves_of(world.rows["round"]["open"]))


def verb(code):
    return lambda world: world.rows["verb"][code].pk


def publishing(_world, report):
    """The decision of ministers; what they did not deal with is not published by any."""
    dealt_with = getattr(report, "state", "") in {"reviewed", "taken_note_of"}
    return {"decision": report.reviews.get().decision_id if dealt_with else ""}


def ministers(world):
    return world.rows["report"]["transmitted"].transmission.meeting_id


def an_extension(_world, round_):
    pk = getattr(round_, "pk", None)
    asked = awaited_in(round_).first() if pk else None
    return {"addressee": asked.uuid if asked else "", "extension_until": "2199-01-06T10:00"}


def a_letter(world, round_):
    awaited = round_.contributions.filter(party=world.own, submitted_at=None).first()
    return {
        "contribution": awaited.uuid if awaited else "",
        "content": SimpleUploadedFile("letter.txt", b"What was done."),
        "kind": "note_verbale",
        "sender": "Ministry of Foreign Affairs",
        "dated": "2026-01-05",
        "received_at": "2026-01-06T10:00",
        "language": "am",
    }


def of_attachment(file):
    return {"object_id": getattr(file, "contribution_id", file.pk), "attachment": file.uuid}


def its_procedure(_world, row):
    """The procedure that carries the tabled text; of other reports there is none."""
    return {"procedure": getattr(SilenceProcedure.objects.filter(document=row.document_id).first(), "pk", "")}


ROUTES = [
    page(
        "portal/reports/<uuid:uuid>/",
        rule("OPTIONS POST PUT PATCH DELETE", EVERYBODY, 405),
        rule("GET HEAD", EVERYBODY, 404, states="missing"),
        rule("GET HEAD", EVERYBODY, 200, states="published"),
        rule("GET HEAD", STAFF, 200),
        rule("GET HEAD", HOLDERS, 200, states=f"{CIRCULATED} {AFTER}"),
        rule("GET HEAD", EVERYBODY, 404),
        rows="report",
        whole=True,
    ),
    *screen(
        "reports/round",
        "round",
        add=WORKBENCH_IN_FORCE,
        change=WORKBENCH_IN_FORCE,
        steps={
            "open": step("preparing"),
            "next_edition": step("open", sent={"seen": shown_editions}),
            "register_letter": step(
                "consolidating",
                sent=a_letter,
                special=(
                    rule("POST", WORKBENCH, 400, states="preparing open"),
                    rule("POST", WORKBENCH_IN_FORCE, 409, states="closed"),
                    rule("POST", WORKBENCH, 403, states="closed"),
                ),
            ),
            "agree_extension": step(
                "consolidating", sent=an_extension, special=(rule("POST", WORKBENCH, 400, states="preparing open"),)
            ),
            "close_to_contributions": step("open"),
            "close": step("consolidating"),
        },
    ),
    page(
        "admin/reports/round/<path:object_id>/overview/",
        DOOR,
        SHUT,
        rule("*", WORKBENCH, 404, states="missing"),
        rule("GET HEAD", WORKBENCH, 200),
        rule("POST", WORKBENCH, 404),
        rows="round",
        address=ByNumber,
    ),
    *screen(
        "reports/template",
        "template",
        add=WORKBENCH_IN_FORCE,
        change=WORKBENCH_IN_FORCE,
        fixed="frozen",
        steps={"next_edition": step("frozen")},
    ),
    page(
        "admin/reports/template/<path:object_id>/preview/",
        DOOR,
        SHUT,
        rule("*", WORKBENCH, 404, states="missing"),
        rule("GET HEAD", WORKBENCH, 200),
        rule("POST", WORKBENCH, 404),
        rows="template",
        address=ByNumber,
    ),
    *screen("reports/templatesection", "section", change=WORKBENCH_IN_FORCE, fixed="frozen"),
    page(
        "admin/reports/contribution/<int:object_id>/files/<uuid:attachment>/",
        DOOR,
        SHUT,
        rule("POST", WORKBENCH, 405),
        rule("GET HEAD", WORKBENCH, 200, states="own:submitted other:submitted participants joint"),
        rule("GET HEAD", WORKBENCH, 404),
        rows="attachment",
        address=of_attachment,
        whole=True,
    ),
    *screen(
        "reports/contribution",
        "contribution",
        hidden=UNSENT,
        steps={
            "ask": step(
                f"own:submitted own:question_open {OF_OTHERS}",
                sent={"asked": "How many?", "language": "en"},
                special=OWN_WORDS,
            ),
            "complete": step(f"own:submitted {OF_OTHERS}", special=OWN_WORDS),
            "reopen": step(
                f"own:submitted own:complete own:nothing_to_report {OF_OTHERS}",
                sent={"reason": "As asked."},
                special=(*OWN_WORDS, rule("POST", WORKBENCH, 403, states="own:withdrawn")),
            ),
        },
    ),
    *screen("reports/letter", "letter", change=WORKBENCH_IN_FORCE),
    page(
        "admin/reports/letter/<int:object_id>/file/",
        DOOR,
        SHUT,
        rule("POST", WORKBENCH, 405),
        rule("GET HEAD", WORKBENCH, 404, states="missing"),
        rule("GET HEAD", WORKBENCH, 200),
        rows="letter",
        address=ByNumber,
        whole=True,
    ),
    page(
        "admin/reports/contribution/<int:object_id>/versions/<int:number>/",
        DOOR,
        SHUT,
        rule("POST", WORKBENCH, 405),
        rule("GET HEAD", WORKBENCH, 404, states=f"missing {UNSENT}"),
        rule("GET HEAD", WORKBENCH, 200),
        rows="contribution",
        address=ByNumber,
        given={"number": 1},
    ),
    page(
        "admin/reports/contribution/<int:object_id>/versions/<int:number>/copy.<slug:kind>",
        DOOR,
        SHUT,
        rule("POST", WORKBENCH, 405),
        rule("GET HEAD", WORKBENCH, 404, states=f"missing {UNSENT}"),
        rule("GET HEAD", WORKBENCH, 200),
        rows="contribution",
        address=ByNumber,
        given={"number": 1, "kind": "docx"},
    ),
    page(
        "admin/reports/contribution/<int:object_id>/versions/<int:number>/answers/<int:place>/",
        DOOR,
        SHUT,
        rule("*", WORKBENCH, 404, states=f"missing {UNSENT} own:nothing_to_report"),
        rule("*", BOTH_HATS, 403, states="chair:submitted"),
        rule("GET HEAD", WORKBENCH_IN_FORCE, 200),
        rule("POST", WORKBENCH_IN_FORCE, 302),
        rule("*", WORKBENCH, 403),
        rows="contribution",
        address=ByNumber,
        given={"number": 1, "place": 1},
        sent=a_translation,
        methods="GET HEAD POST",
    ),
    *screen(
        "reports/query",
        "query",
        steps={
            "settle": step("own_open own_answered other_open"),
            "ask_again": step("own_answered", sent={"asked": "And when?", "language": "en"}),
        },
    ),
    *screen(
        "reports/consolidatedreport",
        "report",
        add=WORKBENCH_IN_FORCE,
        change=WORKBENCH_IN_FORCE,
        fixed=FIXED,
        special=(rule("GET HEAD", WORKBENCH, 200, states=BEING_WRITTEN),),  # with what may be quoted beside the text
        steps={
            "circulate": step("drafting deferred", sent={"comments_until": "2030-01-01T10:00"}),
            "close_comments": step("circulated"),
            "table": step("comments_closed"),
            "record_endorsement": step("tabled", sent={"meeting": held("held"), "verb": verb("endorsed"), **DECISION}),
            "put_under_silence": step("tabled", sent=its_procedure, elsewhere=400),
            "issue_amended": step(
                "awaiting_text awaiting_chair", special=(rule("POST", WORKBENCH, 403, states="endorsed_as_amended"),)
            ),
            "confirm_amended": step(
                "awaiting_chair",
                who=CHAIR,
                special=(rule("POST", WORKBENCH, 403, states="awaiting_text endorsed_as_amended"),),
            ),
            "register_confirmation": step(
                "endorsed_ad_referendum",
                sent={
                    "party": lambda world: world.rows["party"]["confirming"].pk,
                    "letter_number": "NV 1",
                    "confirmed_on": "2026-03-25",
                },
                elsewhere=400,
            ),
            "declare_confirmed": step("endorsed_ad_referendum", who=CHAIR),
            "transmit": step(
                ENDORSED,
                sent={"meeting": held("ministerial")},
                special=(rule("POST", WORKBENCH, 403, states="awaiting_text awaiting_chair"),),
            ),
            "record_review": step("transmitted", sent={"meeting": ministers, "verb": verb("reviewed"), **DECISION}),
            "publish": step("reviewed taken_note_of", sent=publishing, elsewhere=400),
            "corrigendum": step(
                f"tabled {ENDORSED} awaiting_text awaiting_chair published {AFTER}",
                sent={"language": "en", "text": "Read “two” for “three”."},
            ),
            "addendum": step(
                f"tabled {ENDORSED} awaiting_text awaiting_chair endorsed_ad_referendum transmitted",
                sent={"language": "en", "text": "One more paragraph."},
            ),
        },
    ),
    *screen("reports/endorsement", "endorsement"),
    *screen("reports/review", "review"),
]
