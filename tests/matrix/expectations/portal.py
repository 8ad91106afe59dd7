"""The portal: a participant's own contributions, by office. Foreign ones, and every one for staff: the same 404."""

from django.core.files.uploadedfile import SimpleUploadedFile

from reports.models import TemplateQuestion
from reports.offline.workbook import write_form
from reports.selectors.asked import asked_sections
from reports.selectors.attachments import files_of
from reports.selectors.signing import signs_together
from reports.selectors.translating import answer_sent, answer_written, translation_of
from tests.matrix.roles import (
    BOTH_HATS,
    EVERYBODY,
    HOLDERS,
    OTHER,
    OWN_READERS,
    REPORTING_OFFICER,
    SIGNED_IN,
    STAFF,
)
from tests.matrix.tables import METHODS, Route, Rule, page, rule

ONE = "portal/contributions/<uuid:uuid>/"
STRANGERS = EVERYBODY - SIGNED_IN
FOCAL_POINT = frozenset({"focal_point_own"})
SIGNERS = FOCAL_POINT | {"senior_official_own"}
"""Two sign for the own participant."""
WRITERS = FOCAL_POINT | {"contributor_own"}
CABINET = frozenset({"cabinet_own"})
HOUSE = OWN_READERS | CABINET

UNSENT = "not_started draft"
SENT = "submitted question_open complete nothing_to_report reopened withdrawn"
ALL = f"{UNSENT} {SENT}"
EDITABLE = "draft reopened question_open"
SENT_AS_TEXT = "draft submitted question_open complete reopened"


def door(methods: str) -> list[Rule]:
    """Other methods are refused to all; strangers are asked to sign in."""
    others = " ".join(method for method in METHODS if method not in methods.split())
    return [rule(others, EVERYBODY, 405), rule("*", STRANGERS, 302)]


def own_page(path: str, *rules: Rule, methods: str = "GET HEAD", drafts: bool = False, **more) -> Route:
    """A page of the own participant's contributions; `drafts`: only for offices that read drafts."""
    hidden = [
        rule("*", EVERYBODY, 404, states="missing foreign"),
        rule("*", EVERYBODY - HOUSE, 404),
        rule("*", CABINET, 404, states=ALL if drafts else UNSENT),
    ]
    return page(ONE + path, *door(methods), *hidden, *rules, rows="own contribution", **more)


def taking(path: str, states: str, *, sent, who=FOCAL_POINT, drafts: bool = False, offer=()) -> Route:
    """A step: offered in its states to those who may take it (others are sent back), taken by a post."""
    return own_page(
        path,
        *(offer or (rule("GET HEAD", who, 200, states=states), rule("GET HEAD", HOUSE, 302))),
        rule("POST", who, 302, states=states),
        rule("POST", HOUSE, 403, states=states),
        rule("POST", HOUSE, 409),
        methods="GET HEAD POST",
        drafts=drafts,
        sent=sent,
    )


def seen(_world, row):
    return {"seen_version": row.version}


def with_reason(world, row):
    return {**seen(world, row), "reason": "By instruction of the ministry."}


def cleared(world, row):
    signed = {"cleared_by": "Cabinet", "cleared_on": world.now.date().isoformat(), "answers_version": "0" * 12}
    return {**seen(world, row), **signed}


def answers(_world, row):
    asked = [item for section in asked_sections(row) for item in section.questions]
    texts = {item.name: item.text for item in asked}
    return {"language": "en", **texts, **{f"v{item.name[1:]}": item.version for item in asked}}


def terms(world, row):
    sections = {section.section.uuid.hex for section in asked_sections(row)} | {file.uuid.hex for file in files_of(row)}
    chosen = {f"see-{one}": "staff" for one in sections} | {f"use-{one}": "unnamed" for one in sections}
    return {**seen(world, row), **chosen}


def a_file(_world, row):
    sections = asked_sections(row)
    content = SimpleUploadedFile("evidence.txt", b"What was done.")
    return {"place": sections[0].name if sections else "", "title": "Evidence", "content": content}


def a_form(world, row):
    """The row's own form, as it was handed out."""
    content = write_form(row, asked_sections(row), language="en", now=world.now)
    return {"content": SimpleUploadedFile("form.xlsx", content)}


def taken_from_a_file(world, row):
    """What the difference page posts: one answer, typed over whatever stands there now."""
    name, said = of_field(row)["name"], typed(world, row)
    return {"language": "en", name: said["text"], f"v{name[1:]}": said["version"], f"t{name[1:]}": "file"}


def nothing_to_add(world, row):
    return {**seen(world, row), "nothing": "1", "read": row.contribution.version}


def of_query(query):
    return {"uuid": query.contribution.uuid if hasattr(query, "contribution") else query.uuid, "query": query.uuid}


def of_handed(handed):
    return {"uuid": handed.contribution.uuid if hasattr(handed, "contribution") else handed.uuid, "handed": handed.uuid}


def of_name(joint):
    return {"uuid": joint.contribution.uuid if hasattr(joint, "contribution") else joint.uuid, "name": joint.uuid}


def one_more_name(world, row):
    """The chair's participant: asked in every round, and named by nobody yet."""
    return {**seen(world, row), "party": str(world.chair.uuid)}


def confirming(world, row):
    return {**seen(world, row), "step": "confirm"}


def taken_back(world, row):
    return {**seen(world, row), "step": "take_back"}


def section_for_a_colleague(world, row):
    sections = asked_sections(row)
    return {"places": sections[-1].name if sections else "", "to": str(world.people["contributor_own"].uuid)}


def of_field(row):
    """The field of a question that everybody is asked, in the form of this row."""
    if not hasattr(row, "round"):
        return {"uuid": row.uuid, "name": "q-none"}
    question = TemplateQuestion.objects.get(code="summary", section__template=row.round.state_template_id)
    return {"uuid": row.uuid, "name": f"q-{question.uuid.hex}"}


def of_answer(row):
    """The first answer of this row, where it has one."""
    answer = row.answers.order_by("pk").first() if hasattr(row, "answers") else None
    return {"uuid": row.uuid, "answer": answer.uuid if answer else row.uuid}


def typed(_world, row):
    """Typed over whatever stands there now."""
    present = row.answers.filter(question__code="summary").first()
    return {"text": "Typed.", "version": present.version if present else 0}


def for_script(path: str, *rules: Rule, **more) -> Route:
    """An address that a script of the form posts to: strangers are told so, in place of a way to another page."""
    hidden = [rule("POST", EVERYBODY - HOUSE, 404), rule("POST", EVERYBODY, 404, states="missing foreign")]
    shut = [rule("GET HEAD OPTIONS PUT PATCH DELETE", EVERYBODY, 405), rule("POST", STRANGERS, 401)]
    return page(ONE + path, *shut, *hidden, rule("POST", CABINET, 404), *rules, rows="own contribution", **more)


def a_translation(_world, row):
    """Of the first answer that was submitted."""
    return in_arabic(row, answer_sent(row, 1, 1))


def a_translation_of_a_draft(_world, row):
    """Of the answer as it stands."""
    return in_arabic(row, answer_written(row, of_field(row)["name"]))


def in_arabic(row, authentic):
    if authentic is None:
        return {}
    present = translation_of(row, authentic, "ar")
    seen_then = {"seen_version": present.version if present else 0, "authentic": authentic.sha256}
    return {**seen_then, "language": "ar", "text": "ما تم إنجازه."}


def alone(_world, row):
    return {"signs": "0", "seen": str(int(signs_together(row)))}


def letter_seen(_world, row):
    return seen(_world, row.letter if hasattr(row, "letter") else row)


def of_letter(path: str, *rules: Rule, methods: str, **more) -> Route:
    """An address of the letter that came in place of a contribution; one without a letter answers as a missing one."""
    hidden = [rule("*", EVERYBODY - HOUSE, 404), rule("*", EVERYBODY, 404, states="missing foreign without")]
    return page(ONE + path, *door(methods), *hidden, *rules, rows="letter contribution", **more)


READ_BY = [
    rule("GET HEAD", OWN_READERS, 200, states=" ".join(f"own:{state}" for state in ALL.split())),
    rule("GET HEAD", CABINET, 200, states=" ".join(f"own:{state}" for state in SENT.split())),
    rule("GET HEAD", OTHER, 200, states="other:draft other:submitted other:reopened"),
    rule("GET HEAD", BOTH_HATS, 200, states="chair:draft chair:submitted"),
    rule("GET HEAD", {"on_hold_first"}, 200, states="first:draft first:submitted"),
    rule("GET HEAD", REPORTING_OFFICER, 200, states="organisation:submitted"),
    rule("GET HEAD", EVERYBODY, 404),
]

ROUTES = [
    page("portal/", *door("GET HEAD"), rule("GET HEAD", SIGNED_IN, 200)),
    page(ONE, *door("GET HEAD"), *READ_BY, rows="contribution", whole=True),
    own_page(
        "start/",
        rule("POST", WRITERS, 302, states="not_started"),
        rule("POST", HOUSE, 403, states="not_started"),
        rule("POST", HOUSE, 409),
        methods="POST",
        sent=seen,
    ),
    own_page(
        "form/",
        rule("GET HEAD", WRITERS, 200, states=EDITABLE),
        rule("GET HEAD", HOUSE, 302),
        rule("POST", WRITERS, 302, states=EDITABLE),
        rule("POST", HOUSE, 403, states=EDITABLE),
        rule("POST", HOUSE, 409),
        methods="GET HEAD POST",
        drafts=True,
        sent=answers,
    ),
    for_script(
        "form/<slug:name>/",
        rule("POST", WRITERS, 200, states=EDITABLE),
        rule("POST", HOUSE, 403, states=EDITABLE),
        rule("POST", HOUSE, 409),
        address=of_field,
        sent=typed,
    ),
    own_page("counts/", rule("GET HEAD", HOUSE, 200), drafts=True),
    for_script("who/", rule("POST", WRITERS, 200), rule("POST", HOUSE, 403)),
    taking(
        "review/",
        "draft reopened",
        who=SIGNERS,
        drafts=True,
        sent=terms,
        offer=(rule("GET HEAD", HOUSE, 200, states="draft reopened"), rule("GET HEAD", HOUSE, 302)),
    ),
    own_page(
        "signing/",
        rule("GET HEAD", HOUSE, 200),
        rule("POST", SIGNERS, 302),
        rule("POST", HOUSE, 403),
        methods="GET HEAD POST",
        drafts=True,
        sent=alone,
    ),
    own_page(
        "joint/",
        rule("GET HEAD", HOUSE, 200),
        rule("POST", FOCAL_POINT, 302, states=EDITABLE),
        rule("POST", HOUSE, 403, states=EDITABLE),
        rule("POST", HOUSE, 409),
        methods="GET HEAD POST",
        drafts=True,
        sent=one_more_name,
    ),
    page(
        f"{ONE}joint/<uuid:name>/take-out/",
        *door("POST"),
        rule("POST", EVERYBODY, 404, states="missing"),
        rule("POST", {"focal_point_other"}, 302, states="other_named"),
        rule("POST", OTHER, 403, states="other_named"),
        rule("POST", FOCAL_POINT, 302, states="own_named"),
        rule("POST", OWN_READERS, 403, states="own_named"),
        rule("POST", EVERYBODY, 404),
        rows="named",
        address=of_name,
        sent=seen,
    ),
    page(
        "portal/joint/<uuid:uuid>/",
        *door("GET HEAD POST"),
        rule("*", EVERYBODY, 404, states="missing"),
        rule("GET HEAD", BOTH_HATS, 200, states="foreign"),
        rule("POST", BOTH_HATS, 302, states="foreign"),
        rule("*", EVERYBODY, 404, states="foreign"),
        rule("*", EVERYBODY - HOUSE, 404),
        rule("GET HEAD", HOUSE, 200),
        rule("POST", FOCAL_POINT, 302, states="asked declined"),
        rule("POST", HOUSE, 403, states="asked declined"),
        rule("POST", HOUSE, 409),
        rows="joint",
        sent=confirming,
    ),
    own_page(
        "sharing/",
        rule("GET HEAD", HOUSE, 200),
        rule("POST", FOCAL_POINT, 302, states=EDITABLE),
        rule("POST", HOUSE, 403, states=EDITABLE),
        rule("POST", HOUSE, 409),
        methods="GET HEAD POST",
        drafts=True,
        sent=section_for_a_colleague,
    ),
    own_page(
        "sharing/writers/",
        rule("POST", FOCAL_POINT, 302, states=EDITABLE),
        rule("POST", HOUSE, 403, states=EDITABLE),
        rule("POST", HOUSE, 409),
        methods="POST",
        drafts=True,
        sent={"only_where_handed": "", "seen": "0"},
    ),
    page(
        f"{ONE}sharing/<uuid:handed>/",
        *door("POST"),
        rule("POST", EVERYBODY, 404, states="missing"),
        rule("POST", {"focal_point_other"}, 302, states="other_handed"),
        rule("POST", OTHER, 403, states="other_handed"),
        rule("POST", FOCAL_POINT, 302, states="own_handed"),
        rule("POST", OWN_READERS, 403, states="own_handed"),
        rule("POST", EVERYBODY, 404),
        rows="handed",
        address=of_handed,
        sent=taken_back,
    ),
    own_page(
        "clearance/",
        rule("GET HEAD", HOUSE, 200, states=EDITABLE),
        rule("GET HEAD", HOUSE, 302),
        rule("POST", WRITERS, 302, states=EDITABLE),
        rule("POST", HOUSE, 403, states=EDITABLE),
        rule("POST", HOUSE, 409),
        methods="GET HEAD POST",
        drafts=True,
        sent=cleared,
    ),
    *(
        own_page(
            f"clearance.{ending}",
            rule("GET HEAD", HOUSE, 200, states=EDITABLE),
            rule("GET HEAD", HOUSE, 302),
            drafts=True,
        )
        for ending in ("pdf", "docx")
    ),
    own_page("receipt/", rule("GET HEAD", HOUSE, 200, states=SENT), rule("GET HEAD", HOUSE, 404)),
    own_page("receipt.pdf", rule("GET HEAD", HOUSE, 200, states=SENT), rule("GET HEAD", HOUSE, 404)),
    *(
        own_page(
            f"submissions/<int:number>{ending}",
            rule("GET HEAD", HOUSE, 200, states=SENT),
            rule("GET HEAD", HOUSE, 404),
            given={"number": 1},
        )
        for ending in ("/", "/paper.pdf")
    ),
    own_page(
        "versions/<int:number>/",
        rule("GET HEAD", HOUSE, 200, states=SENT),
        rule("GET HEAD", HOUSE, 404),
        given={"number": 1},
    ),
    own_page(
        "versions/<int:number>/copy.<slug:kind>",
        rule("GET HEAD", HOUSE, 200, states=SENT),
        rule("GET HEAD", HOUSE, 404),
        given={"number": 1, "kind": "docx"},
    ),
    own_page(
        "versions/<int:number>/answers/<int:place>/",
        rule("*", HOUSE, 404, states=f"{UNSENT} nothing_to_report"),
        rule("GET HEAD", WRITERS, 200),
        rule("POST", WRITERS, 302),
        rule("*", HOUSE, 403),
        methods="GET HEAD POST",
        given={"number": 1, "place": 1},
        sent=a_translation,
    ),
    own_page(
        "form/<slug:name>/translation/",
        rule("GET HEAD", WRITERS, 200, states=EDITABLE),
        rule("POST", WRITERS, 302, states=EDITABLE),
        rule("*", HOUSE, 403, states=EDITABLE),
        rule("GET HEAD", HOUSE, 302),
        rule("POST", HOUSE, 409),
        methods="GET HEAD POST",
        drafts=True,
        address=of_field,
        sent=a_translation_of_a_draft,
    ),
    own_page("earlier/", rule("GET HEAD", HOUSE, 200), drafts=True),
    own_page(
        "earlier/<uuid:answer>/",
        rule("GET HEAD", HOUSE, 404, states="not_started"),
        rule("GET HEAD", HOUSE, 200),
        drafts=True,
        address=of_answer,
    ),
    taking(
        "terms/",
        SENT_AS_TEXT,
        sent=terms,
        offer=(rule("GET HEAD", FOCAL_POINT, 200, states=SENT_AS_TEXT), rule("GET HEAD", HOUSE, 302)),
    ),
    own_page(
        "files/",
        rule("GET HEAD", HOUSE, 200),
        rule("POST", WRITERS, 302, states=EDITABLE),
        rule("POST", HOUSE, 403, states=EDITABLE),
        rule("POST", HOUSE, 409),
        methods="GET HEAD POST",
        drafts=True,
        sent=a_file,
    ),
    own_page(
        "files/<uuid:attachment>/remove/",
        rule("POST", WRITERS, 400, states=EDITABLE),
        rule("POST", HOUSE, 403, states=EDITABLE),
        rule("POST", HOUSE, 409),
        methods="POST",
        drafts=True,
        given={"attachment": "00000000-0000-4000-8000-000000000000"},
        sent=seen,
    ),
    own_page(
        "offline/",
        rule("GET HEAD", WRITERS, 200, states=EDITABLE),
        rule("GET HEAD", HOUSE, 302),
        rule("POST", WRITERS, 200, states=EDITABLE),
        rule("POST", HOUSE, 403, states=EDITABLE),
        rule("POST", HOUSE, 409),
        methods="GET HEAD POST",
        drafts=True,
        sent=a_form,
    ),
    own_page(
        "offline/take-in/",
        rule("POST", WRITERS, 302, states=EDITABLE),
        rule("POST", HOUSE, 403, states=EDITABLE),
        rule("POST", HOUSE, 409),
        methods="POST",
        drafts=True,
        sent=taken_from_a_file,
    ),
    own_page(
        "offline/<slug:language>/<slug:kind>/",
        rule("GET HEAD", WRITERS, 200, states=EDITABLE),
        rule("GET HEAD", HOUSE, 302),
        given={"language": "ar", "kind": "xlsx"},
        drafts=True,
    ),
    page(
        "portal/files/<uuid:uuid>/",
        rule("OPTIONS POST PUT PATCH DELETE", EVERYBODY, 405),
        rule("GET HEAD", HOLDERS, 200, states="participants"),
        rule("GET HEAD", HOUSE | OTHER | STAFF, 200, states="joint"),
        rule("GET HEAD", OWN_READERS, 200, states="own:draft own:submitted"),
        rule("GET HEAD", CABINET | STAFF, 200, states="own:submitted"),
        rule("GET HEAD", OTHER, 200, states="other:draft other:submitted"),
        rule("GET HEAD", STAFF, 200, states="other:submitted"),
        rule("GET HEAD", EVERYBODY, 404),
        rows="attachment",
        whole=True,
    ),
    of_letter("letter/", rule("GET HEAD", HOUSE, 200), methods="GET HEAD", whole=True),
    of_letter(
        "letter/confirm/",
        rule("POST", FOCAL_POINT, 302),
        rule("POST", HOUSE, 403),
        methods="POST",
        sent=letter_seen,
    ),
    of_letter("letter/correct/", rule("POST", FOCAL_POINT, 302), rule("POST", HOUSE, 403), methods="POST", sent=seen),
    page(
        "contributions/<uuid:uuid>/",
        rule("OPTIONS POST PUT PATCH DELETE", EVERYBODY, 405),
        rule("GET HEAD", EVERYBODY, 200, states="public"),
        rule("GET HEAD", HOLDERS, 200, states="participants"),
        rule("GET HEAD", EVERYBODY, 404),
        rows="shared contribution",
        whole=True,
    ),
    page(
        f"{ONE}questions/<uuid:query>/",
        *door("POST"),
        rule("POST", EVERYBODY, 404, states="missing"),
        rule("POST", {"focal_point_other"}, 302, states="other_open"),
        rule("POST", OTHER, 403, states="other_open"),
        rule("POST", EVERYBODY, 404, states="other_open"),
        rule("POST", FOCAL_POINT, 302, states="own_open"),
        rule("POST", HOUSE, 403, states="own_open"),
        rule("POST", HOUSE, 409, states="own_answered"),
        rule("POST", EVERYBODY, 404),
        rows="query",
        address=of_query,
        sent=nothing_to_add,
    ),
    taking("nothing-to-report/", UNSENT, sent=seen),
    taking("report-after-all/", "nothing_to_report", sent=seen),
    taking("delete-draft/", "draft", sent=seen),
    taking("withdraw/", SENT.removesuffix(" withdrawn"), sent=with_reason),
    taking("reopen/", "submitted complete nothing_to_report withdrawn", sent=with_reason),
]
