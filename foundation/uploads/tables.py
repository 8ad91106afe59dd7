"""A table that was uploaded, as rows of texts: CSV in the dialects that spreadsheets write, or the first sheet of XLSX.

Nothing is computed: a formula is no value. Only for files that `examine` has passed.
"""

import csv
import io
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple

import openpyxl
from django.utils.translation import gettext_lazy as _

from foundation.errors import DomainError, RuleBroken
from foundation.uploads.examination import Examined
from foundation.uploads.kinds import XLSX
from foundation.uploads.packages import DAMAGED
from foundation.uploads.weight import elements_in, only_counted
from foundation.wording import localnumber

MOST_ROWS, MOST_COLUMNS = 2_000, 40
LAST_ROW = 10_000
"""Empty rows between others count here: nothing is looked for below."""
MOST_ELEMENTS, LARGEST_XML = 250_000, 8 * 1024 * 1024
LONGEST_CELL = 32_767
SEPARATORS = ",;\t"
TOO_MANY_ROWS = _("There are more than %(most)s rows in this table: divide it.")


class Row(NamedTuple):
    """A row that holds something: its number, as a spreadsheet counts, and its cells."""

    number: int
    cells: list[str]


def rows_of_table(file: Examined) -> list[Row]:
    """The rows that hold something, each cell as a text without the spaces around it.

    Raises `RuleBroken` for a table of more than `MOST_ROWS` rows, for a formula, or where the file is damaged.
    """
    found = _of_workbook(file.content) if file.kind == XLSX else _of_csv(file.content)
    rows = []
    for number, cells in enumerate(found, start=1):
        if any(cells):
            rows.append(Row(number, cells))
        if len(rows) > MOST_ROWS + 1:
            raise RuleBroken(TOO_MANY_ROWS % {"most": localnumber(MOST_ROWS)}, field="content")
    return rows


def _of_csv(content: bytes) -> Iterator[list[str]]:
    text = content.decode("utf-8-sig")
    head = text.partition("\n")[0]
    separator = max(SEPARATORS, key=head.count)
    try:
        for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), LAST_ROW):
            yield [cell.strip() for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise RuleBroken(DAMAGED, field="content") from error


def _of_workbook(content: bytes) -> Iterator[list[str]]:
    elements_in(content, folder="xl/worksheets/", most=MOST_ELEMENTS, largest=LARGEST_XML)
    try:
        with warnings.catch_warnings(action="ignore"):
            book = openpyxl.load_workbook(io.BytesIO(only_counted(content)), read_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for row in sheet.iter_rows(max_row=LAST_ROW, max_col=MOST_COLUMNS):
                yield _texts(row)
    except DomainError:
        raise
    except Exception as error:  # -- openpyxl raises whatever it stumbles over
        raise RuleBroken(DAMAGED, field="content") from error


def _texts(row: Sequence[Any]) -> list[str]:
    if any(getattr(cell, "data_type", "n") in "fe" for cell in row):
        raise RuleBroken(_("There is a formula in this table. Write the values themselves."), field="content")
    return [_text(cell.value) for cell in row]


def _text(value: Any) -> str:
    """As the house writes it: days by ISO 8601, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value) if whole else value).strip()[:LONGEST_CELL]
