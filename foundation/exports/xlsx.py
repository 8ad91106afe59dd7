"""XLSX out of rows, by xlsxwriter: every text is written as a string, so nothing in it is ever computed or followed.

A cell of XLSX has a type. A string that begins with `=`, `+`, `-`, `@` or a tab stays a string, and its cell is
formatted as text, so that it stays one when somebody edits it: nothing is prefixed.
Rows are written one after the other in constant memory; the same rows give the same bytes.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from foundation.exports.archive import packed_again
from foundation.exports.paper import Text, is_rtl, words
from foundation.exports.text import inert_line

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": False,
}
LONGEST_CELL = 32_767
"""Units of UTF-16, set by the format; xlsxwriter would leave out a longer one without a word."""
LONGEST_NAME = 31
UNNAMED = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
TEXT, DAY = "@", "yyyy-mm-dd"
"""Formats of numbers."""
MOST_CHOICES = 255
"""Characters in a list of choices that is written into its cell."""


class CellTooLongError(ValueError):
    """A text that no cell holds."""


@dataclass(frozen=True)
class Cell:
    """One value. `look` is how it is set: empty, `title`, `line`, `head`, `quiet` or `answer`.

    An `is_open` cell may be changed on a protected sheet; `choices` are offered in it. What is typed over a
    text stays text, unless the cell `takes_day`.
    """

    value: Text | int | Decimal | date | None
    look: str = ""
    is_open: bool = False
    choices: Sequence[str] = ()
    takes_day: bool = False


Row = Sequence[Cell | Text | int | Decimal | date | None]


@dataclass(frozen=True)
class Sheet:
    """Rows under a name. `frozen_rows` stay in sight, a hidden sheet is not offered.

    On a protected one only open cells change.
    """

    name: str
    rows: Iterable[Row]
    widths: Sequence[int] = ()
    frozen_rows: int = 0
    is_hidden: bool = False
    is_protected: bool = False


def write_xlsx(
    sheets: Sequence[Sheet],
    *,
    title: str,
    language: str,
    moment: datetime,
    properties: Sequence[tuple[str, str]] = (),
) -> bytes:
    """The bytes of the workbook; `moment` is written into it as its date. Raises `CellTooLongError`."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        created = moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        book.set_properties({"title": inert_line(title)[:255], "created": created})
        for name, value in properties:
            book.set_custom_property(name, inert_line(value), "text")
        writer = _Writer(book, language)
        names: list[str] = []
        for sheet in sheets:
            names.append(sheet_name(sheet.name, taken=names))
            writer.sheet(names[-1], sheet)
    return packed_again(target.getvalue())


def write_sheets(file: IO[bytes], sheets: Iterable[Sheet], *, language: str) -> None:
    """The workbook into a file, sheet after sheet and row after row: for tables that memory would not hold."""
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        writer, names = _Writer(book, language), list[str]()
        for sheet in sheets:
            names.append(sheet_name(sheet.name, taken=names))
            writer.sheet(names[-1], sheet)


def sheet_name(text: str, *, taken: Iterable[str] = ()) -> str:
    """A name that the format allows and that no other sheet of the workbook has."""
    plain = inert_line(inert_line(text).translate(UNNAMED)) or "-"
    known = {name.casefold() for name in taken} | {"history"}
    for name in _numbered(plain):
        if name.casefold() not in known:
            return name
    raise AssertionError("The numbers do not end.")


def _numbered(plain: str) -> Iterator[str]:
    yield plain[:LONGEST_NAME].strip()
    number = 1
    while True:
        number += 1
        tail = f" {number}"
        yield plain[: LONGEST_NAME - len(tail)].strip() + tail


class _Writer:
    """Writes sheets into one workbook; formats are shared."""

    def __init__(self, book: Any, language: str) -> None:
        self.book, self.language = book, language
        self.formats: dict[tuple[Any, ...], Any] = {}

    def sheet(self, name: str, sheet: Sheet) -> None:
        """One sheet, its first column where reading starts."""
        page = self.book.add_worksheet(name)
        if is_rtl(self.language):
            page.right_to_left()
        for number, width in enumerate(sheet.widths):
            page.set_column(number, number, width)
        if sheet.frozen_rows:
            page.freeze_panes(sheet.frozen_rows, 0)
        if sheet.is_hidden:
            page.very_hidden()
        if sheet.is_protected:
            page.protect("", {"format_columns": True, "format_rows": True})
        for number, row in enumerate(sheet.rows):
            for column, cell in enumerate(row):
                self._cell(page, number, column, cell if isinstance(cell, Cell) else Cell(cell))

    def _cell(self, page: Any, row: int, column: int, cell: Cell) -> None:
        value = cell.value
        if cell.choices:
            self._offer(page, row, column, cell.choices)
        if isinstance(value, date):
            page.write_datetime(row, column, value, self._format(cell, number=DAY))
        elif isinstance(value, int | Decimal):
            page.write_number(row, column, value, self._format(cell, number="General"))
        elif value is None or not (said := words(value, self.language)).text:
            page.write_blank(row, column, None, self._format(cell))
        else:
            text = checked_cell(said.text)
            page.write_string(row, column, text, self._format(cell, rtl=said.rtl))

    def _offer(self, page: Any, row: int, column: int, choices: Sequence[str]) -> None:
        offered = [inert_line(choice) for choice in choices]
        if len(",".join(offered)) <= MOST_CHOICES and not any("," in choice for choice in offered):
            page.data_validation(
                row, column, row, column, {"validate": "list", "source": offered, "error_type": "warning"}
            )

    def _format(self, cell: Cell, *, number: str = "", rtl: bool | None = None) -> Any:
        number = number or (DAY if cell.takes_day else TEXT)
        key = (cell.look, cell.is_open, number, rtl)
        if key not in self.formats:
            look = {"num_format": number, "valign": "top", "text_wrap": True, **LOOKS[cell.look]}
            if rtl is not None:
                look["reading_order"] = 2 if rtl else 1
                look["align"] = "right" if rtl else "left"
            self.formats[key] = self.book.add_format({**look, "locked": not cell.is_open})
        return self.formats[key]


LOOKS: dict[str, dict[str, Any]] = {
    "": {},
    "title": {"bold": True, "font_size": 15, "text_wrap": False},
    "line": {"text_wrap": False},
    "head": {"bold": True, "bg_color": "#E7ECF1", "border": 1, "border_color": "#C4CCD4"},
    "quiet": {"font_color": "#51606E", "font_size": 9},
    "answer": {"bg_color": "#FFFBEF", "border": 1, "border_color": "#C4CCD4"},
}


def checked_cell(text: str) -> str:
    """The text, if a cell holds it. Raises `CellTooLongError`."""
    if len(text.encode("utf-16-le")) // 2 > LONGEST_CELL:
        raise CellTooLongError(f"{len(text)} characters do not fit into a cell")
    return text
