"""A cell holds what was typed as text: a spreadsheet computes nothing of it and follows nothing in it."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from foundation.exports.paper import Words
from foundation.exports.text import inert
from foundation.exports.xlsx import Cell, CellTooLongError, Sheet, sheet_name, write_xlsx
from tests.canaries.files import text_of_file
from tests.canaries.payloads import HOSTILE, OVERRIDES

MOMENT = datetime(2026, 1, 2, tzinfo=UTC)


def book(*sheets: Sheet, language: str = "en", title: str = "T") -> bytes:
    return write_xlsx(sheets, title=title, language=language, moment=MOMENT, properties=[("form", "x")])


def read(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_whatever_is_typed_is_a_string_in_a_cell_of_text():
    content = book(Sheet("S", [[text, Cell(Words(text, "ar"), "answer")] for text in HOSTILE]), title="=1+1")

    for row, text in zip(read(content).active.iter_rows(), HOSTILE, strict=True):
        for cell in row:
            assert (cell.value, cell.data_type, cell.number_format) == (inert(text), "s", "@")


def test_a_workbook_holds_no_formula_no_link_and_no_macro():
    content = book(*(Sheet(text, [[text]]) for text in HOSTILE))

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            member = archive.read(name)
            assert "vba" not in name.lower()
            assert b"<f>" not in member
            assert b"<hyperlink" not in member
            assert b"External" not in member


def test_no_override_reaches_a_cell_a_name_or_a_title():
    content = book(Sheet(f"a{OVERRIDES}b", [[f"a{OVERRIDES}b"]]), title=f"a{OVERRIDES}b")

    assert not set(OVERRIDES) & set(text_of_file(content))


def test_numbers_and_days_stay_what_they_are():
    row = next(
        read(book(Sheet("S", [[7, Decimal("1.5"), date(2026, 1, 1), None, ""]]))).active.iter_rows(values_only=True)
    )

    assert row == (7, 1.5, datetime(2026, 1, 1), None, None)  # noqa: DTZ001 -- as openpyxl gives a day


def test_an_arabic_sheet_begins_at_the_right():
    assert read(book(Sheet("س", [["س"]]), language="ar")).active.sheet_view.rightToLeft
    assert not read(book(Sheet("s", [["س"]]), language="fr")).active.sheet_view.rightToLeft


def test_only_open_cells_of_a_protected_sheet_change():
    sheet = read(
        book(Sheet("S", [["Q", Cell("A", "answer", is_open=True, choices=["yes", "no"])]], is_protected=True))
    ).active

    assert (sheet["A1"].protection.locked, sheet["B1"].protection.locked) == (True, False)
    assert sheet.protection.sheet
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["B1"]


def test_the_same_rows_give_the_same_bytes():
    assert book(Sheet("S", [["a"]])) == book(Sheet("S", [["a"]]))


def test_a_text_that_no_cell_holds_is_refused_instead_of_left_out():
    with pytest.raises(CellTooLongError):
        book(Sheet("S", [["😀" * 16_384]]))


def test_names_of_sheets_are_allowed_and_each_its_own():
    assert sheet_name("[a]:*?/\\'b'") == "a b"
    assert sheet_name("x" * 40) == "x" * 31
    assert sheet_name("A", taken=["a"]) == "A 2"
    assert sheet_name("History") == "History 2"
    assert sheet_name("''") == "-"
