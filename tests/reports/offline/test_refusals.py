"""A file that is not the present form is refused with the reason; errors stand at their questions, all at once."""

import io
import re
import zipfile
from datetime import date
from statistics import median
from time import process_time

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.uploads import packages as told
from foundation.uploads.weight import TOO_MUCH_TO_READ
from reports.models import Answer, AnswerRevision
from reports.offline import manifest
from reports.offline.manifest import Manifest
from reports.services.contributions import submit_contribution
from tests.factories.parties import PartyFactory
from tests.factories.reports import answered, drafted, opened_round
from tests.foundation.uploads import files
from tests.reports.offline.forms import (
    DAY,
    Workbook,
    download,
    named,
    refused_within_bounds,
    stands,
    take_in,
    upload,
    url,
)

pytestmark = pytest.mark.django_db


DATES = ("due_at", "cutoff_at")
SHEET = "xl/worksheets/sheet1.xml"


def refusal(response):
    """The sentence at the file, or at the top of the page."""
    assert "form" in response.context
    assert not AnswerRevision.objects.exists()
    return response.status_code, response.context["form"].errors["content"][0]


def signed_anew(book, **instead):
    """The workbook with another manifest in it, signed by us."""
    sheet = book.book.worksheets[1]
    pieces = [row[1].value for row in sheet.iter_rows(min_row=2)]
    found = manifest.read_manifest(pieces)
    sheet.delete_rows(2, len(pieces))
    changed = Manifest(**{**vars(found), **instead})
    for number, piece in enumerate(manifest.pieces(changed.signed()), start=1):
        sheet.append([str(number), piece])
    return book


@pytest.mark.parametrize(
    ("which", "reason"),
    [
        ("round", manifest.OF_ANOTHER_ROUND),
        ("party", manifest.OF_ANOTHER_PARTICIPANT),
        ("contribution", manifest.OF_ANOTHER_CONTRIBUTION),
        ("template", manifest.OF_ANOTHER_EDITION),
    ],
)
def test_a_form_of_another_round_participant_or_edition_is_refused_with_the_reason(office, draft, which, reason):
    book = Workbook(download(office, draft))
    book.fill("What was achieved?", "Forty.")

    answer = upload(office, draft, signed_anew(book, **{which: "another"}).saved())

    assert refusal(answer) == (400, str(reason))


def test_the_form_of_another_participant_says_nothing_of_whom(office, draft):
    other = PartyFactory(name_en="Elsewhere")
    theirs = drafted(other, opened_round(other, **{name: getattr(draft.round, name) for name in DATES}))
    content = Workbook(download(office, draft))
    mine = signed_anew(content, party=other.uuid.hex, contribution=theirs.uuid.hex)

    answer = upload(office, draft, mine.saved())

    assert refusal(answer)[1] == str(manifest.OF_ANOTHER_PARTICIPANT)
    assert "Elsewhere" not in answer.content.decode()


@pytest.mark.parametrize("changed", ["a letter of it", "all of it", "the sheet"])
def test_a_changed_manifest_is_refused(office, draft, changed):
    book = Workbook(download(office, draft))
    hidden = book.book.worksheets[1]
    if changed == "the sheet":
        book.book.remove(hidden)
    else:
        piece = hidden.cell(2, 2)
        piece.value = ("x" + piece.value[1:]) if changed == "a letter of it" else "x"

    assert refusal(upload(office, draft, book.saved())) == (400, str(manifest.NOT_OURS))


def test_a_file_that_is_no_form_is_refused(office, draft):
    assert refusal(upload(office, draft, files.xlsx_file())) == (400, str(manifest.NOT_OURS))


def test_lines_copied_from_another_file_are_named_and_not_taken_in(office, draft):
    first, second = Workbook(download(office, draft)), Workbook(download(office, draft))
    row = second.row("What was achieved?")
    first.sheet.append([*(cell.value for cell in row[:4]), "From elsewhere.", None, None, row[7].value])
    first.sheet.append([None, None, None, None, "At the foot."])

    shown = upload(office, draft, first.saved())

    page = shown.content.decode()
    assert shown.context["sections"] == []
    assert "From elsewhere." in page
    assert "At the foot." in page


def test_after_submission_nothing_is_taken_from_a_file(office, draft, focal_point):
    written = answered(draft, by=focal_point, summary="Forty.")
    book = Workbook(download(office, draft))
    book.fill("What was achieved?", "Fifty.")
    submit_contribution(written, actor=focal_point, version=written.version, now=focal_point.now)

    answer = upload(office, draft, book.saved())

    assert answer.status_code == 409
    assert "cannot be changed now" in answer.content.decode()
    assert stands(draft) == {("summary", None): "Forty."}
    assert office.get(url("offline", draft)).status_code == 302
    assert office.get(url("form-file", draft, language="en", kind="xlsx")).status_code == 302


def test_every_error_is_said_at_once_at_its_question_and_what_was_written_stays_on_the_page(office, draft, activity):
    book = Workbook(download(office, draft))
    where = book.fill("Where does it stand?", "going well")
    book.fill("How many were trained?", "about forty")
    book.fill("Milestones", "reached")
    book.row("Values")[4].value = "=1+1"
    book.fill("What was achieved?", "Kept on the page.")

    shown = upload(office, draft, book.saved())

    page, errors = shown.content.decode(), shown.context["form"].errors
    assert shown.status_code == 400
    assert f"{activity.code} · Where does it stand?" in page
    assert errors[named(draft, "status", activity)] == [
        "Choose one of: planned, ongoing, completed, rescheduled, cancelled, carried over."
    ]
    assert errors[named(draft, "trained")] == [
        "Write a number in digits, without separators between thousands, with a point before decimals."
    ]
    assert errors[named(draft, "milestones", activity)] == ["Say on which day it was reached."]
    assert errors[named(draft, "values", activity)] == ["There is a formula in this cell. Write the answer itself."]
    assert all(text in page for text in (where, "going well", "about forty", "Kept on the page."))
    assert not Answer.objects.exists()


def test_nothing_that_a_file_changes_is_called_optional_and_a_number_stands_as_its_reader_reads_it(office, draft):
    answered(draft, trained="5150")
    book = Workbook(download(office, draft))
    book.fill("How many were trained?", 5200)
    book.fill("What was achieved?", "Forty.")

    page = upload(office, draft, book.saved()).content.decode()

    assert "5,150" in page
    assert "optional" not in page


def test_a_word_that_is_not_offered_empties_nothing_that_stands(office, draft, activity):
    said = Workbook(download(office, draft))
    said.fill("Where does it stand?", "ongoing")
    take_in(office, draft, upload(office, draft, said.saved()))
    book = Workbook(download(office, draft))
    book.fill("Where does it stand?", "going well")
    status = named(draft, "status", activity)

    shown = upload(office, draft, book.saved())
    posted = take_in(office, draft, shown, **{status: ""})

    assert (posted.status_code, stands(draft)["status", None]) == (400, "ongoing")


def test_what_is_corrected_on_the_page_is_taken_in(office, draft):
    book = Workbook(download(office, draft))
    book.fill("How many were trained?", "about forty")
    book.fill("What was achieved?", "Forty.")
    shown = upload(office, draft, book.saved())
    trained = named(draft, "trained")

    again = take_in(office, draft, shown)
    assert (again.status_code, stands(draft)) == (400, {})
    take_in(office, draft, again, **{trained: "40"})

    assert stands(draft) == {("summary", None): "Forty.", ("trained", None): "40"}


def test_only_what_is_chosen_is_taken_in_even_beside_an_error(office, draft):
    book = Workbook(download(office, draft))
    book.fill("How many were trained?", "about forty")
    book.fill("What was achieved?", "Forty.")
    shown = upload(office, draft, book.saved())

    take_in(office, draft, shown, **{f"t{named(draft, 'trained')[1:]}": "stands"})

    assert stands(draft) == {("summary", None): "Forty."}


def test_what_somebody_changed_since_is_shown_beside_the_file_and_must_be_chosen(office, draft, focal_point):
    answered(draft, by=focal_point, summary="First.", needs="Two cars.")
    book = Workbook(download(office, draft))
    book.fill("What was achieved?", "Out of the file.")
    answered(draft, by=focal_point, summary="Changed online.", needs="Three cars.")

    shown = upload(office, draft, book.saved())
    page = shown.content.decode()
    assert (shown.status_code, shown.context["form"].errors) == (200, {})
    assert "Out of the file." in page
    assert "Changed online." in page
    assert shown.context["told"].changed_online == 1
    name = named(draft, "summary")
    undecided = take_in(office, draft, shown)
    assert undecided.status_code == 400
    assert stands(draft)["summary", None] == "Changed online."
    take_in(office, draft, undecided, **{f"t{name[1:]}": "file"})

    assert stands(draft) == {("summary", None): "Out of the file.", ("needs", None): "Three cars."}


def test_what_changes_while_the_difference_is_read_is_not_written_over(office, draft, focal_point):
    book = Workbook(download(office, draft))
    book.fill("What was achieved?", "Out of the file.")
    book.fill("How many were trained?", "40")
    shown = upload(office, draft, book.saved())
    answered(draft, by=focal_point, summary="Typed meanwhile.")

    again = take_in(office, draft, shown)

    assert again.status_code == 409
    assert "Typed meanwhile." in again.content.decode()
    assert "Out of the file." in again.content.decode()
    assert stands(draft) == {("summary", None): "Typed meanwhile.", ("trained", None): "40"}
    take_in(office, draft, again, **{f"t{named(draft, 'summary')[1:]}": "file"})
    assert stands(draft)["summary", None] == "Out of the file."


def test_a_line_that_stands_twice_with_two_answers_is_asked_about(office, draft):
    book = Workbook(download(office, draft))
    book.fill("What was achieved?", "One.")
    values = [cell.value for cell in book.row("What was achieved?")]
    book.sheet.append([*values[:4], "Two.", *values[5:]])

    shown = upload(office, draft, book.saved())

    assert shown.status_code == 400
    assert "stands twice" in shown.context["form"].errors[named(draft, "summary")][0]


def with_cell(content, where, cell):
    """The form with this in place of one of its cells, as a program leaves it that writes something wrong."""
    sheet = files.part_of(content, SHEET).decode()
    changed, found = re.subn(rf'<c r="{where}"[^>]*?(/>|>.*?</c>)', cell, sheet, count=1)
    assert found
    return files.with_parts(content, {SHEET: changed.encode()})


UNREADABLE = "This cell of the file cannot be read. Write the answer itself, or keep what stands now."
OF_THE_SPREADSHEET = "There is an error of the spreadsheet in this cell. Write the answer itself."
BROKEN = {
    "a text that is not in the file": ('<c r="{where}" t="s"><v>99999</v></c>', UNREADABLE),
    "a reference to no place": ('<c r="5E" t="str"><v>x</v></c>', UNREADABLE),
    "a number that is none": ('<c r="{where}"><v>12,5</v></c>', UNREADABLE),
    "a day that is none": ('<c r="{where}" t="d"><v>2026-13-45</v></c>', UNREADABLE),
    "a style that is none": ('<c r="{where}" s="x"><v>1</v></c>', UNREADABLE),
    "an error value": ('<c r="{where}" t="e"><v>#REF!</v></c>', OF_THE_SPREADSHEET),
    "true": ('<c r="{where}" t="b"><v>1</v></c>', "There is TRUE or FALSE in this cell. Write the answer itself."),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_one_cell_that_is_wrong_is_an_error_at_its_question_and_the_rest_is_compared(office, draft, focal_point, kind):
    answered(draft, by=focal_point, summary="Forty.")
    book = Workbook(download(office, draft))
    where = book.fill("What was achieved?", "Fifty.")
    book.fill("How many were trained?", 40)
    cell, sentence = BROKEN[kind]
    summary, trained = named(draft, "summary"), named(draft, "trained")

    shown = upload(office, draft, with_cell(book.saved(), where, cell.format(where=where)))
    undecided = take_in(office, draft, shown)
    stood = stands(draft)
    take_in(office, draft, undecided, **{f"t{summary[1:]}": "stands"})

    assert (shown.status_code, shown.context["form"].errors) == (400, {summary: [sentence]})
    assert set(shown.context["form"].changes) == {summary, trained}
    assert where in shown.content.decode()
    assert (undecided.status_code, stood) == (400, {("summary", None): "Forty."})
    assert stands(draft) == {("summary", None): "Forty.", ("trained", None): "40"}


def test_a_day_that_no_calendar_has_and_a_row_without_a_number_spoil_no_other_line(office, draft, activity):
    book = Workbook(download(office, draft))
    book.fill("Milestones", "planned")
    where = book.fill("Milestones", date(2026, 3, 1), column=DAY)
    content = book.saved()
    style = re.search(rf'<c r="{where}" s="([0-9]+)"', files.part_of(content, SHEET).decode())[1]
    content = with_cell(content, where, f'<c r="{where}" s="{style}"><v>99999999</v></c>')
    sheet = files.part_of(content, SHEET).decode()

    shown = upload(
        office, draft, files.with_parts(content, {SHEET: sheet.replace('<row r="7"', '<row r="x"').encode()})
    )

    assert shown.context["form"].errors == {named(draft, "milestones", activity): [OF_THE_SPREADSHEET]}


def crowded(content, cells):
    """The workbook with so many cells more."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for _row in range(cells // 20):
        book.worksheets[0].append([f"x{_row}"] * 20)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def swollen(content):
    """The workbook with half a million cells, a few kilobytes when packed."""
    row = b"<row>" + b"<c><v>1</v></c>" * 1000 + b"</row>"
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return files.with_parts(content, {"xl/worksheets/sheet1.xml": sheet + row * 500 + b"</sheetData></worksheet>"})


def claiming(content):
    """The workbook with one cell in the last row and column that the format knows, and a dimension that says so."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData>'
    return files.with_parts(content, {"xl/worksheets/sheet1.xml": sheet.replace("</sheetData>", far).encode()})


def with_part(name, body):
    """The form with another part in it, or one of its own replaced."""
    return lambda form: files.with_parts(form, {name: body})


LONG = b"<sst>" + b"x" * 40 * files.MEGABYTE + b"</sst>"
HOSTILE = {
    "10,000 cells too many": (lambda form: crowded(form, 12_000), TOO_MUCH_TO_READ),
    "half a million cells": (swollen, TOO_MUCH_TO_READ),
    "a zip bomb": (with_part("xl/media/x.xml", b"0" * 70 * files.MEGABYTE), told.TOO_MUCH_INSIDE),
    "text without end": (with_part("xl/sharedStrings.xml", LONG), TOO_MUCH_TO_READ),
    "a tag without end": (
        with_part(SHEET, b"<x " + b"".join(b'a%d="" ' % n for n in range(600_000)) + b"/>"),
        TOO_MUCH_TO_READ,
    ),
    "macros": (with_part("xl/vbaProject.bin", b"x"), told.HAS_MACROS),
    "other workbooks": (with_part("xl/externalLinks/e.xml", b"<x/>"), told.HAS_LINKS),
    "cut off": (lambda form: form[:-200], told.DAMAGED),
    "no XML": (with_part(SHEET, b"<worksheet><sheetData>"), told.DAMAGED),
    "a workbook without sheets": (with_part("xl/workbook.xml", b"<workbook/>"), manifest.NOT_OURS),
    "entities": (with_part("x.xml", b"<!DOCTYPE d><d/>"), told.HAS_ENTITIES),
    "behind a password": (lambda _form: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, told.LOCKED),
    "a letter": (lambda _form: files.docx_file(), told.NOT_OF_ITS_KIND),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence_and_nothing_is_stored(office, draft, kind):
    make, sentence = HOSTILE[kind]
    content = make(download(office, draft))

    assert refused_within_bounds(content, "form.xlsx") == str(sentence)
    assert refusal(upload(office, draft, content)) == (400, str(sentence))


def test_a_cell_at_the_end_of_the_sheet_is_passed_over(office, draft):
    shown = upload(office, draft, claiming(download(office, draft)))

    assert shown.status_code == 200
    assert shown.context["sections"] == []


@pytest.mark.bench
@pytest.mark.parametrize("kind", [*HOSTILE, "a cell at the end"])
def test_a_hostile_file_costs_two_seconds_at_most(office, draft, kind):
    make = HOSTILE[kind][0] if kind in HOSTILE else claiming
    content = make(download(office, draft))

    spent = []
    for _round in range(5):
        before = process_time()
        upload(office, draft, content)
        spent.append(process_time() - before)

    assert median(spent) <= 2, f"{median(spent):.2f} s of CPU ({min(spent):.2f} to {max(spent):.2f})"


def test_without_a_file_the_page_asks_for_one(office, draft):
    assert office.post(url("offline", draft)).status_code == 400


def test_a_page_that_carries_nothing_writes_nothing(office, draft):
    assert office.post(url("take-in", draft), {"language": "en"}).status_code == 302
    assert office.post(url("take-in", draft), {}).status_code == 400
    assert not Answer.objects.exists()


def test_comparing_costs_the_same_for_many_answers(office, draft):
    book = Workbook(download(office, draft))
    counted = []
    for number in range(5):
        book.fill("Projects and policies", f"Project {number}.", nth=number)
        with CaptureQueriesContext(connection) as asked:
            upload(office, draft, book.saved())
        counted.append(len(asked))

    assert len(set(counted[1:])) == 1
