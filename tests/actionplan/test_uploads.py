"""A table of activities is uploaded in the workbench: taken as a whole, or each fault told where it stands."""

import csv
import io
from statistics import median
from time import process_time

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from actionplan.models import ActivityProposal
from actionplan.selectors.table import HEADS
from actionplan.services.uploads import MOST_TOLD
from foundation.uploads import examination as said
from foundation.uploads import packages as told
from foundation.uploads.weight import TOO_MUCH_TO_READ
from tests.factories.actionplan import ActivityFactory, ObjectiveFactory
from tests.factories.parties import PartyFactory
from tests.factories.proposals import source_called
from tests.foundation.uploads import files

pytestmark = pytest.mark.django_db
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def source():
    return source_called("by-hand")


def address(source):
    return reverse("admin:actionplan_sourcesystem_step", args=[source.pk, "upload"])


def upload(client, source, file):
    return client.post(address(source), {"content": file, "seen_version": source.version})


def refusals(answer):
    return [str(error) for error in answer.context["form"].errors["content"]]


def workbook(*rows):
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
    return SimpleUploadedFile("table.xlsx", held.getvalue())


def written(*lines, name="table.csv"):
    return SimpleUploadedFile(name, "\n".join(lines).encode())


# -- what is taken ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_uploaded_as_spreadsheets_write_it(officer, source, separator):
    lines = ["\ufeffexternal_id,title_fr,domains", '7,Une activité,"1 ; 3"', ",,"]

    answer = upload(officer, source, written(*(line.replace(",", separator) for line in lines)))

    assert answer.status_code == 302
    [kept] = ActivityProposal.objects.all()
    assert (kept.external_id, kept.said) == ("7", {"title": {"fr": "Une activité"}, "domains": [1, 3]})


def test_a_workbook_says_numbers_and_days_as_a_spreadsheet_holds_them(officer, source):
    objective = ObjectiveFactory()
    place = f"{objective.plan.code}/{objective.code}"
    heads = ("external_id", "objective", "title_en", "domains", "begins_on")

    answer = upload(officer, source, workbook(heads, (104, place, "An activity", 2, "2026-03-01")))

    assert answer.status_code == 302
    assert ActivityProposal.objects.get().said == {
        "objective": place,
        "title": {"en": "An activity"},
        "domains": [2],
        "begins_on": "2026-03-01",
    }


def test_heads_and_codes_are_understood_as_people_write_them(officer, source):
    upload(officer, source, written("External ID,Lead,SUPPORTING", "7,eg,ke؛ Ug"))

    assert ActivityProposal.objects.get().said == {"lead": "EG", "supporting": ["KE", "UG"]}


def test_who_uploaded_a_table_is_told_what_became_of_it_and_led_to_the_proposals(officer, source):
    upload(officer, source, written("external_id,joint_with", "1,A", "2,B"))

    answer = officer.post(
        address(source),
        {"content": written("external_id,joint_with", "1,A", "2,C", "3,D"), "seen_version": source.version},
        follow=True,
    )

    assert answer.redirect_chain[0][0].startswith(reverse("admin:actionplan_activityproposal_changelist"))
    page = answer.content.decode()
    assert "New: 1. Said otherwise than before: 1. Said as before: 1." in page
    assert "No partner system has proposed anything yet." not in page


# -- what the page says -------------------------------------------------------------------------------------------


def test_the_page_says_of_each_column_how_it_is_written_with_codes_that_are_known_here(officer, source):
    activity, party = ActivityFactory(), PartyFactory()
    place = f"{activity.objective.plan.code}/{activity.objective.code}"

    form = officer.get(address(source)).context["form"]

    columns = {column.head: column for column in form.columns}
    assert tuple(columns) == HEADS
    assert all(str(column.label) and str(column.how) for column in columns.values())
    assert columns["code"].example == activity.code
    assert place in [code for code, _name in form.known[0].pairs]
    assert party.code in [code for code, _name in form.known[-1].pairs]


def test_the_page_costs_the_same_for_many_codes(officer, source, django_assert_max_num_queries):
    def cost():
        with django_assert_max_num_queries(40) as counted:
            officer.get(address(source))
        return len(counted)

    cost()
    few = cost()
    for _number in range(5):
        ActivityFactory()
    assert cost() == few


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_example_that_is_offered_is_taken_as_it_is(officer, source, ending, language):
    ActivityFactory()

    with override(language):
        example = officer.get(reverse("admin:actionplan_sourcesystem_example", args=[ending]))
    answer = upload(officer, source, SimpleUploadedFile(f"mine.{ending}", example.content))

    assert answer.status_code == 302
    [kept] = ActivityProposal.objects.all()
    assert kept.external_id == "EXAMPLE-1"
    assert kept.said.keys() >= {"objective", "title", "description", "domains", "begins_on", "ends_on"}
    assert "code" not in kept.said


def test_the_example_has_every_column_and_the_workbook_says_how_each_is_written(officer):
    as_csv, as_xlsx = (
        officer.get(reverse("admin:actionplan_sourcesystem_example", args=[ending])).content
        for ending in ("csv", "xlsx")
    )

    heads, _example = csv.reader(io.StringIO(as_csv.decode("utf-8-sig")))
    assert tuple(heads) == HEADS
    first, in_words, _codes = openpyxl.load_workbook(io.BytesIO(as_xlsx)).worksheets
    assert tuple(cell.value for cell in first[1]) == HEADS
    assert tuple(row[0].value for row in in_words.iter_rows(min_row=2)) == HEADS


# -- what is refused ----------------------------------------------------------------------------------------------


def test_each_fault_is_told_once_on_a_line_of_its_own_with_row_column_value_and_how_to_write_it(officer, source):
    lines = ["external_id,paragraphs,domains,begins_on,lead", "", "7,CD 3,9,31/01/2026,Egypt", "7,,,,"]

    answer = upload(officer, source, written(*lines))

    found = refusals(answer)
    assert [one.partition(".")[0] for one in found] == [
        "Row 3, paragraphs: “CD 3”",
        "Row 3, domains: “9”",
        "Row 3, begins_on: “31/01/2026”",
        "Row 3, lead: “Egypt”",
        "Row 4, external_id: “7”",
    ]
    assert "Code of the outcome text, a slash, number of the paragraph" in found[0]
    assert "For example: " in found[1]
    assert "2026-01-31" in found[2]
    page = answer.content.decode()
    assert all(page.count(f"Row 3, {head}:") == 1 for head in ("paragraphs", "domains", "begins_on", "lead"))
    assert "table.csv" in page
    assert not ActivityProposal.objects.exists()


def test_of_many_faults_the_first_are_told_and_how_many_there_are_more(officer, source):
    answer = upload(officer, source, written("external_id,lead", *(f"{number},ZZ" for number in range(MOST_TOLD + 5))))

    assert len(refusals(answer)) == MOST_TOLD + 1
    assert refusals(answer)[-1] == "Further values that are not taken: 5."


@pytest.mark.parametrize(
    ("lines", "sentences"),
    [
        (["title_en", "No id"], ["Write external_id"]),
        (["external_id"], ["Write external_id"]),
        (["external_id,colour", "7,red"], ["Row 1: no column is called “colour”."]),
        (["external_id,lead,Lead", "7,EG,EG"], ["Row 1: more than one column is called “lead”."]),
        (["external_id,title_en", "7,Courses, and more"], ["Row 2: “and more” stands under no column."]),
        (["external_id,,title_en", "7,lost,Kept"], ["Row 2: “lost” stands under no column."]),
        (["external_id,domains", f"7,{'9' * 5_000}"], ["Row 2, domains: “999"]),
        (["external_id,title_en", ",No id"], ["Row 2, external_id: This field is required."]),
    ],
)
def test_a_table_whose_rows_are_no_rows_of_activities_says_why_and_keeps_nothing(officer, source, lines, sentences):
    answer = upload(officer, source, written(*lines))

    assert answer.status_code == 400
    assert [found.startswith(said) for found, said in zip(refusals(answer), sentences, strict=True)] == [True]
    assert not ActivityProposal.objects.exists()


def test_refusals_are_told_in_the_language_of_their_reader(officer, source):
    officer.cookies["django_language"] = "ar"

    answer = upload(officer, source, written("external_id,lead", "7,ZZ"))

    assert refusals(answer)[0].startswith("السطر 2، \u2068lead\u2069: «\u2068ZZ\u2069».")


def crowded(cells):
    """Rows of forty cells."""
    return workbook(*([f"c{number}" for number in range(40)] for _row in range(cells // 40))).read()


def half_a_million():
    row = b"<row>" + b"<c><v>1</v></c>" * 1000 + b"</row>"
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return files.with_parts(files.xlsx_file(), {SHEET: sheet + row * 500 + b"</sheetData></worksheet>"})


HOSTILE = {
    "nothing": ("t.csv", lambda: b"", said.EMPTY),
    "an empty workbook": ("t.xlsx", lambda: workbook().read(), "Write external_id"),
    "nothing but line ends": ("t.csv", lambda: b"\n" * (10 * files.MEGABYTE), "Write external_id"),
    "one cell without end": ("t.csv", lambda: b'external_id\n"' + b"x" * 9_000_000, told.DAMAGED),
    "a program": ("t.exe", lambda: b"MZ", "Files of this kind are not taken here."),
    "a letter called a table": ("t.xlsx", files.docx_file, told.NOT_OF_ITS_KIND),
    "a workbook called CSV": ("t.csv", files.xlsx_file, told.NOT_OF_ITS_KIND),
    "CSV called a workbook": ("t.xlsx", lambda: b"external_id\n7", told.NOT_OF_ITS_KIND),
    "UTF-16": ("t.csv", lambda: "external_id\n7".encode("utf-16"), told.NOT_OF_ITS_KIND),
    "Windows-1256": ("t.csv", lambda: "external_id\nنشاط".encode("cp1256"), told.NOT_OF_ITS_KIND),
    "a zip bomb": (
        "t.xlsx",
        lambda: files.with_parts(files.xlsx_file(), {"xl/media/x.xml": b"0" * 70 * files.MEGABYTE}),
        told.TOO_MUCH_INSIDE,
    ),
    "behind a password": ("t.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, told.LOCKED),
    "macros": ("t.xlsx", lambda: files.with_parts(files.xlsx_file(), {"xl/vbaProject.bin": b"x"}), told.HAS_MACROS),
    "a formula": ("t.xlsx", lambda: workbook(("external_id",), ("=1+1",)).read(), "There is a formula in this table."),
    "10,000 cells": ("t.xlsx", lambda: crowded(10_000), "Write external_id"),
    "half a million cells": ("t.xlsx", half_a_million, TOO_MUCH_TO_READ),
    "10,000 cells under no column": (
        "t.csv",
        lambda: b"external_id\n" + b"\n".join(b"7," + b"x," * 38 for _row in range(260)),
        "Row 2: “x” stands under no column.",
    ),
    "too many rows": (
        "t.csv",
        lambda: b"external_id\n" + b"\n".join(b"%d" % number for number in range(2001)),
        "There are more than 2,000 rows in this table: divide it.",
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence_and_nothing_is_kept(officer, source, kind):
    name, make, sentence = HOSTILE[kind]

    answer = upload(officer, source, SimpleUploadedFile(name, make()))

    assert answer.status_code == 400
    assert str(sentence).partition("%")[0] in refusals(answer)[0]
    assert not ActivityProposal.objects.exists()


@pytest.mark.bench
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_costs_two_seconds_at_most(officer, source, kind):
    name, make, _sentence = HOSTILE[kind]
    content = make()

    spent = []
    for _round in range(5):
        before = process_time()
        upload(officer, source, SimpleUploadedFile(name, content))
        spent.append(process_time() - before)

    assert median(spent) <= 2, f"{median(spent):.2f} s of CPU ({min(spent):.2f} to {max(spent):.2f})"
