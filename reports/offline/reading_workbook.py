"""Reads a workbook that came back: rows and columns may have moved, another program may have written it anew.

Lines are found by their references, columns by their heads. Nothing is computed: a formula is no answer.
"""

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from openpyxl.utils import get_column_letter

from foundation.errors import DomainError, RuleBroken, Sentence
from foundation.uploads.packages import DAMAGED
from foundation.uploads.weight import TOO_MUCH_TO_READ, elements_in, only_counted
from reports.offline.cells import UNREAD, rows_of
from reports.offline.found import Filled, Found, Value
from reports.offline.manifest import NOT_OURS, Manifest, read_manifest
from reports.offline.workbook import KNOWN_BY, columns

REFERENCE = re.compile(r"[0-9]{1,5}-[0-9a-f]{5}", re.ASCII)
ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")
"""How a workbook writes an underscore before what would be read as a character's number (ECMA-376 part 1, 22.4.2.4)."""
MOST_ELEMENTS, LARGEST_XML = 250_000, 8 * 1024 * 1024
MOST_CELLS_BEYOND = 10_000
"""Cells with something in them, besides those of the form."""
MOST_SHEETS, MOST_PIECES, MOST_COLUMNS, MOST_ROWS_BEYOND = 8, 2_000, 24, 2_000
MOST_STRAY, LONGEST_STRAY = 20, 300
HEADS_WITHIN = 40
"""Rows among which the heads of the columns are looked for."""
QUESTION, EXPLAINED, ANSWER, DAY, MARK, REFERENCED = 2, 3, 4, 5, 6, 7
"""Places of the columns in `columns()`."""
UNREADABLE = gettext_lazy("This cell of the file cannot be read. Write the answer itself, or keep what stands now.")
FORMER = ((QUESTION, "سؤال"), (EXPLAINED, "شرح"))
"""Heads that forms still have which were made before these were renamed."""


def read_workbook(content: bytes) -> Filled:
    """What was filled in. Raises `RuleBroken` with the reason where the file is not a form of ours, or too much."""
    cells = elements_in(content, folder="xl/worksheets/", most=MOST_ELEMENTS, largest=LARGEST_XML)
    content = only_counted(content)
    try:
        with warnings.catch_warnings(action="ignore"):
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            return _read(book, cells["v"] + cells["is"])
    except DomainError:
        raise
    except Exception as error:  # -- openpyxl raises whatever it stumbles over
        raise RuleBroken(DAMAGED, field="content") from error


def _read(book: Any, cells: int) -> Filled:
    sheets = book.worksheets[:MOST_SHEETS]
    manifest = _manifest(sheets)
    if cells > len(columns()) * len(manifest.rows) + MOST_CELLS_BEYOND:
        raise RuleBroken(TOO_MUCH_TO_READ, field="content", code="too_much")
    for sheet in sheets:
        most = len(manifest.rows) + HEADS_WITHIN + MOST_ROWS_BEYOND
        rows = rows_of(sheet, most=most, columns=MOST_COLUMNS)
        heads = _heads(rows, manifest.language)
        if heads is not None:
            return _lines(rows, heads, manifest)
    raise RuleBroken(NOT_OURS, field="content", code="not_ours")


def _manifest(sheets: Iterable[Any]) -> Manifest:
    for sheet in sheets:
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MOST_PIECES, max_col=2, values_only=True)
        if next(rows, (None,))[0] == KNOWN_BY:
            found = {int(row[0]): str(row[1]) for row in rows if row and str(row[0]).isdecimal()}
            return read_manifest(found[number] for number in sorted(found))
    raise RuleBroken(NOT_OURS, field="content", code="not_ours")


def _heads(rows: Iterator[Sequence[Any]], language: str) -> Mapping[int, int] | None:
    """Where each column of the form stands, once the row of their heads is found."""
    with override(language):
        names = columns()
    for number, row in enumerate(rows, start=1):
        said = [_text(cell) for cell in row]
        if names[ANSWER] in said and names[REFERENCED] in said:
            former = {place: said.index(name) for place, name in FORMER if name in said}
            return former | {place: said.index(name) for place, name in enumerate(names) if name in said}
        if number >= HEADS_WITHIN:
            break
    return None


def _lines(rows: Iterable[Sequence[Any]], heads: Mapping[int, int], manifest: Manifest) -> Filled:
    found: list[Found] = []
    stray: list[tuple[str, str]] = []
    ours = set(heads.values())
    for row in rows:
        reference = _text(_at(row, heads.get(REFERENCED)))
        is_line = bool(REFERENCE.fullmatch(reference))
        if is_line:
            found.append(_found(reference, row, heads))
        outside = (cell for place, cell in enumerate(row) if not (is_line and place in ours))
        stray += [(_where(cell), _text(cell)[:LONGEST_STRAY]) for cell in outside if _text(cell)]
    return Filled(manifest, found, stray[:MOST_STRAY])


def _found(reference: str, row: Sequence[Any], heads: Mapping[int, int]) -> Found:
    answer, day, mark = (_at(row, heads.get(place)) for place in (ANSWER, DAY, MARK))
    problem = _problem(answer) or _problem(day) or (UNREADABLE if _is_unread(mark) else None)
    return Found(
        reference=reference,
        where=_where(answer) or _where(day),
        answer=_value(answer),
        day=_value(day),
        mark=_value(mark),
        day_at=_where(day),
        mark_at=_where(mark),
        problem=problem,
    )


def _problem(cell: Any) -> Sentence | None:
    kind = getattr(cell, "data_type", "n")
    if kind == "f":
        return _("There is a formula in this cell. Write the answer itself.")
    if _is_unread(cell):
        return UNREADABLE
    return _("There is an error of the spreadsheet in this cell. Write the answer itself.") if kind == "e" else None


def _is_unread(cell: Any) -> bool:
    return getattr(cell, "data_type", "n") == UNREAD


def _at(row: Sequence[Any], place: int | None) -> Any:
    return row[place] if place is not None and place < len(row) else None


def _value(cell: Any) -> Value:
    value = getattr(cell, "value", None)
    if isinstance(value, str):
        return ESCAPED.sub("_", value)
    if isinstance(value, int | float | bool | date | datetime) or value is None:
        return value
    return str(value) if isinstance(value, time | timedelta) else ""


def _text(cell: Any) -> str:
    value = _value(cell)
    return "" if value is None else str(value).strip()


def _where(cell: Any) -> str:
    """`E12`; nothing for a cell that was not written."""
    row, column = getattr(cell, "row", None), getattr(cell, "column", None)
    return f"{get_column_letter(column)}{row}" if row and column else ""
