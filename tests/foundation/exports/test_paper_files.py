"""PDF and DOCX say what was typed and do nothing else; the same paper gives the same bytes."""

import io
import re
import string
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from foundation.exports.docx import write_docx
from foundation.exports.paper import (
    Entry,
    Facts,
    Heading,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Signatures,
    Table,
    Words,
)
from foundation.exports.pdf import TYPESETTER, PaperNotSetError, paper_data, write_pdf
from foundation.exports.text import inert_line
from tests.canaries.files import STREAM, text_of_file, unpacked
from tests.canaries.payloads import CONTROLS, HOSTILE, OVERRIDES

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
WIDTH_OF_PAGE = 595.28
"""Of A4, in points."""


def everywhere(text: str, language: str = "en") -> Paper:
    """A paper with the text in each of its fields."""
    said = Words(text, language)
    blocks = (
        Heading(said, 1, said),
        Paragraph(said),
        Note(said),
        Facts([(said, said)]),
        Entry(said, said, said),
        Entry(said, said, tag="q-1"),
        Entry(said, "v", tag="q-2", choices=[("v", text)]),
        Table([said], [[said]]),
        PageBreak(),
        Signatures([said], [said]),
    )
    paper = Paper(said, language, MOMENT, blocks, kicker=said, lead=said, header=said, footer=said, author=text)
    return replace(paper, watermark=text, properties=[("form", "x")])


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def hostile() -> Paper:
    blocks = [block for text in HOSTILE for block in everywhere(text).blocks]
    return replace(everywhere(" ".join(HOSTILE)), blocks=blocks)


def test_whatever_is_typed_is_shown_in_the_pdf_as_it_is_and_run_nowhere(hostile):
    shown = squeezed(text_of_file(write_pdf(hostile)))

    for text in HOSTILE:
        if text.isascii():
            assert squeezed(text) in shown


def test_the_reader_of_pdfs_takes_no_letter_twice():
    """A glyph that also stands before a break is spelt out beside itself: that spelling is no second letter."""
    letters = string.ascii_letters + string.digits + string.punctuation + "".join(map(chr, range(0xC0, 0x100)))
    runs = [letters[at:] + letters[:at] for at in range(0, len(letters), 2)]

    paper = replace(everywhere("x"), blocks=[Paragraph(Words(run)) for run in runs])
    shown = squeezed(text_of_file(write_pdf(paper)))

    for run in runs:
        assert run in shown


def test_a_pdf_holds_no_script_no_link_and_no_file(hostile):
    content = write_pdf(hostile)

    for risky in (b"/JavaScript", b"/JS", b"/URI", b"/Launch", b"/EmbeddedFile", b"/OpenAction", b"/AA", b"/AcroForm"):
        assert risky not in content


def test_the_source_that_is_set_is_the_same_whatever_was_typed():
    """Text goes to typst as data only: the typesetter reads the one template, and nothing is written into it."""
    template = TYPESETTER.with_name("paper.typ").read_text()

    assert "json(bytes(sys.inputs.paper))" in template
    for word in ("eval(", "read(", "include ", "import ", "plugin("):
        assert word not in template


@pytest.mark.parametrize("text", [f"a{OVERRIDES}b", *CONTROLS])
def test_no_override_and_no_control_character_reaches_a_file(text):
    paper = everywhere(text)

    for said in (repr(paper_data(paper)), text_of_file(write_docx(paper))):
        assert not set(OVERRIDES) & set(said)
        assert "\\u202" not in said
        assert not {"\x00", "\x08", "\x1b"} & set(said)


def test_the_same_paper_gives_the_same_bytes(hostile):
    assert write_pdf(hostile) == write_pdf(hostile)
    assert write_docx(hostile) == write_docx(hostile)


def test_a_paper_that_takes_too_long_is_given_up(hostile):
    with pytest.raises(PaperNotSetError):
        write_pdf(hostile, time_limit=0.001)


def test_whatever_is_typed_is_shown_in_the_docx_as_it_is(hostile):
    content = write_docx(hostile)
    document = docx.Document(io.BytesIO(content))
    paragraphs = {inert_line(paragraph.text) for paragraph in document.paragraphs}
    codes = {node.text for node in document.sections[0].footer._element.iter(qn("w:instrText"))}

    for text in HOSTILE:
        assert inert_line(text) in paragraphs
    assert codes == {"PAGE", "NUMPAGES"}
    assert not list(document.element.iter(qn("w:instrText"), qn("w:hyperlink"), qn("w:object")))


def test_a_docx_leads_nowhere_outside_itself(hostile):
    with zipfile.ZipFile(io.BytesIO(write_docx(hostile))) as archive:
        for name in archive.namelist():
            assert "vba" not in name.lower()
            if name.endswith(".rels"):
                assert b"External" not in archive.read(name)


@pytest.mark.parametrize(("language", "rtl"), [("en", "0"), ("fr", "0"), ("ar", "1")])
def test_each_paragraph_says_its_own_direction(language, rtl):
    paper = Paper("عنوان", "en", MOMENT, [Paragraph(Words("نص text", language))])
    document = docx.Document(io.BytesIO(write_docx(paper)))
    (direction,) = document.paragraphs[-1]._p.iter(qn("w:bidi"))

    assert direction.get(qn("w:val")) == rtl
    assert paper_data(paper)["blocks"][0]["text"]["rtl"] is (rtl == "1")


@pytest.mark.parametrize(("language", "name", "value"), [("ar", "نسخة", "61121d9f"), ("en", "Name", "مصر")])
def test_what_is_written_the_other_way_stands_next_to_its_name(language, name, value):
    paper = Paper("T", language, MOMENT, [Facts([(name, value), (name, name)])])
    (facts,) = docx.Document(io.BytesIO(write_docx(paper))).tables
    turned, usual = (row.cells[1].paragraphs[0].alignment for row in facts.rows)

    assert (turned, usual) == (WD_ALIGN_PARAGRAPH.RIGHT, None)


@pytest.mark.parametrize(("paper_language", "of_the_page"), [("ar", 0.5), ("en", 0)])
def test_a_hash_stands_next_to_its_name_in_a_pdf_too(paper_language, of_the_page):
    made = write_pdf(Paper("", paper_language, MOMENT, [Facts([("", "a")])], page=""))

    left = left_of_first_letter(made) / WIDTH_OF_PAGE

    assert of_the_page < left < of_the_page + 0.5


def left_of_first_letter(made):
    """In points, from the left edge of the page."""
    streams = (unpacked(raw) for _number, _entries, raw in STREAM.findall(made))
    set_first = next(found for stream in streams if (found := re.search(rb"q 1 0 0 -1 ([\d.]+) [\d.]+ cm", stream)))
    return float(set_first.group(1))


def test_a_text_in_no_named_language_takes_the_direction_of_its_letters():
    data = paper_data(Paper("عنوان 1", "en", MOMENT, [Paragraph("3 ans"), Paragraph("12")]))

    assert data["title"]["rtl"] is True
    assert [block["text"]["rtl"] for block in data["blocks"]] == [False, False]


def test_a_field_to_be_filled_in_is_found_again_by_its_tag():
    paper = Paper(
        "T",
        "ar",
        MOMENT,
        [Entry("Q", Words("نعم", "ar"), tag="q-1"), Entry("Q", "yes", tag="q-2", choices=[("yes", "Yes")])],
    )
    document = docx.Document(io.BytesIO(write_docx(paper)))
    found = {
        known_by.text: "".join(node.text for node in answer._tc.iter(qn("w:t")))
        for table in document.tables
        for known_by, answer in [table.rows[0].cells]
    }

    assert found == {"q-1": "نعم", "q-2": "Yes"}


def test_what_a_file_is_for_travels_in_its_properties():
    content = write_docx(Paper("T", "en", MOMENT, properties=[("form", "<1>")]))

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b'name="form"' in archive.read("docProps/custom.xml")
        assert b"&lt;1&gt;" in archive.read("docProps/custom.xml")
