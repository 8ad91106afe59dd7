"""The form as a letter: downloaded in each language, filled in elsewhere, compared, and taken in as written."""

import pytest
from django.utils.translation import gettext, override
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from foundation.uploads import packages as told
from foundation.uploads.weight import TOO_MUCH_TO_READ
from reports.models import Answer
from reports.offline import manifest
from tests.factories.reports import answered
from tests.foundation.uploads import files
from tests.reports.offline.forms import (
    TYPED,
    Letter,
    download,
    named,
    offered,
    refused_within_bounds,
    stands,
    take_in,
    upload,
)

pytestmark = pytest.mark.django_db

TEXTS = {
    "en": "Forty were trained.\n\nIn two towns.",
    "fr": "Quarante personnes formées.\nDans deux villes.",
    "ar": "تدرّب أربعون شخصًا.\nفي مدينتين.",
}


def form(office, draft, language="en"):
    return Letter(download(office, draft, language=language, kind="docx"))


def send(office, draft, letter):
    return upload(office, draft, letter.saved(), name="form.docx")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_answers_of_every_kind_come_back_as_they_were_filled_in(office, draft, language):
    letter = form(office, draft, language)
    letter.fill("What was achieved?", TEXTS[language])
    letter.fill("Was it agreed?", offered(language, "yes_no", "yes"))
    letter.fill("How many were trained?", "40")
    letter.fill("Where does it stand?", offered(language, "activity_status", "ongoing"))
    milestone = letter.fill("Milestones", offered(language, "milestones", "reached"))
    letter.write(f"{milestone}-day", "2026-03-01")
    letter.fill("Values", "12.5")
    letter.fill("Projects and policies", "A training centre.")
    letter.fill("Projects and policies", "A second one.", nth=1)

    shown = send(office, draft, letter)
    assert (shown.status_code, stands(draft)) == (200, {})
    taken = take_in(office, draft, shown)

    assert taken.status_code == 302
    said = {code: text for (code, _item), text in stands(draft).items() if code != "projects"}
    assert said == {
        "summary": TEXTS[language],
        "agreed": "yes",
        "trained": "40",
        "status": "ongoing",
        "milestones": "reached 2026-03-01",
        "values": "12.5",
    }
    rows = {text for (code, _item), text in stands(draft).items() if code == "projects"}
    assert rows == {"A training centre.", "A second one."}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_form_that_nobody_touched_changes_nothing(office, draft, focal_point, language):
    answered(draft, by=focal_point, summary="Forty.\n\n<b>=1+1</b>\tand more", agreed="no", trained="40")

    shown = send(office, draft, form(office, draft, language))

    assert (shown.status_code, shown.context["sections"]) == (200, [])


def test_whatever_is_typed_stays_text(office, plain_draft):
    letter = form(office, plain_draft)
    for code, typed in TYPED.items():
        letter.fill(f"What of {code}?", typed)

    shown = send(office, plain_draft, letter)
    page = shown.content.decode()
    take_in(office, plain_draft, shown)

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    written = {code: typed.strip() for code, typed in TYPED.items()}
    assert {code: text for (code, _item), text in stands(plain_draft).items()} == written
    again = form(office, plain_draft)
    assert {code: again.read(f"What of {code}?") for code in TYPED} == written


def test_a_row_of_a_list_is_closed_by_its_state(office, draft):
    letter = form(office, draft)
    letter.fill("Projects and policies", "A centre.")
    take_in(office, draft, send(office, draft, letter))
    letter = form(office, draft, "ar")
    with override("ar"):
        letter.write(f"{letter.fields('Projects and policies')[0]}-mark", gettext("closed"))

    take_in(office, draft, send(office, draft, letter))

    assert Answer.objects.get(text="A centre.").is_closed


def test_a_row_may_have_moved_and_nothing_that_was_written_elsewhere_is_passed_over(office, draft):
    letter = form(office, draft)
    tag = letter.fill("What was achieved?", "Forty.")
    letter.document.element.body.insert(0, letter.row(tag))
    trained = letter.row(letter.fields("How many were trained?")[0])
    trained.getparent().remove(trained)
    letter.write(letter.fields("Values")[0], "beside a reference that is gone")
    gone = letter.row(letter.fields("Values")[0])
    next(gone.iter(qn("w:t"))).text = ""
    letter.document.add_paragraph("A remark at the end.")

    shown = send(office, draft, letter)

    assert list(shown.context["form"].changes) == [named(draft, "summary")]
    told = shown.context["told"]
    assert [text for _where, text in told.stray] == ["beside a reference that is gone", "A remark at the end."]
    assert told.not_in_file == 2
    assert "A remark at the end." in shown.content.decode()


def test_changes_tracked_and_a_pasted_table_are_read_as_they_look(office, draft):
    letter = form(office, draft)
    tag = letter.fill("What was achieved?", "Forty were trained.")
    cell = letter.row(tag).findall(qn("w:tc"))[1]
    struck = parse_xml(f"<w:p {nsdecls('w')}><w:del><w:r><w:delText>Thirty.</w:delText></w:r></w:del></w:p>")
    moved = parse_xml(f"<w:p {nsdecls('w')}><w:moveFrom><w:r><w:t>Moved away.</w:t></w:r></w:moveFrom></w:p>")
    pasted = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tr><w:tc><w:p><w:r><w:t>In two towns.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    for piece in (struck, moved, pasted):
        cell.append(piece)

    taken = take_in(office, draft, send(office, draft, letter))

    assert taken.status_code == 302
    assert stands(draft) == {("summary", None): "Forty were trained.\n\n\nIn two towns."}


def test_errors_are_said_at_their_questions(office, draft):
    letter = form(office, draft)
    tag = letter.fill("How many were trained?", "about forty")

    shown = send(office, draft, letter)

    assert shown.status_code == 400
    assert shown.context["form"].errors[named(draft, "trained")] == [
        "Write a number in digits, without separators between thousands, with a point before decimals."
    ]
    assert f"<bdi>{tag.partition('-')[0]}</bdi>" in shown.content.decode()


def with_properties(change):
    """The form with its properties changed."""

    def changed(content):
        return files.with_parts(content, {"docProps/custom.xml": change(files.part_of(content, "docProps/custom.xml"))})

    return changed


BODY = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
HOSTILE = {
    "a changed manifest": (
        with_properties(lambda part: part.replace(b"<vt:lpwstr>", b"<vt:lpwstr>x", 1)),
        manifest.NOT_OURS,
    ),
    "no manifest": (lambda _form: files.docx_file(), manifest.NOT_OURS),
    "half a million fields": (
        lambda form: files.with_parts(form, {"word/document.xml": BODY % (b"<w:p/>" * 500_000)}),
        TOO_MUCH_TO_READ,
    ),
    "a zip bomb": (lambda _form: files.zip_bomb(), told.TOO_MUCH_INSIDE),
    "macros": (lambda form: files.with_parts(form, {"word/vbaProject.bin": b"x"}), told.HAS_MACROS),
    "a template from elsewhere": (lambda _form: files.external_template(), told.HAS_LINKS),
    "entities": (lambda _form: files.entity_bomb(), told.HAS_ENTITIES),
    "encrypted parts": (lambda _form: files.encrypted_package(), told.LOCKED),
    "cut off": (lambda form: form[:-200], told.DAMAGED),
    "a table": (lambda _form: files.xlsx_file(), told.NOT_OF_ITS_KIND),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence_and_nothing_is_stored(office, draft, kind):
    make, sentence = HOSTILE[kind]
    content = make(download(office, draft, kind="docx"))

    answer = upload(office, draft, content, name="form.docx")

    assert refused_within_bounds(content, "form.docx") == str(sentence)
    assert (answer.status_code, answer.context["form"].errors["content"]) == (400, [str(sentence)])
    assert not Answer.objects.exists()
