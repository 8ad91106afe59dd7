"""The cells of a sheet one by one: one that cannot be read says so, and spoils none of the others."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet._reader import WorkSheetParser

UNREAD = "unread"
"""The kind of a cell that cannot be read: one of our own beside those of openpyxl."""


def rows_of(sheet: Any, *, most: int, columns: int) -> Iterator[Sequence[Any]]:
    """Its first rows, as far as a line of theirs is written, each with so many places; None where no cell stands."""
    book = sheet.parent
    with sheet._get_source() as source:  # noqa: SLF001 -- openpyxl's own way in reads a sheet with its own parser alone
        parser = _CellByCell(
            source,
            sheet._shared_strings,  # noqa: SLF001 -- the same
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001 -- the same
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001 -- the same
        )
        for number, cells in islice(parser.parse(), most):
            if number > most:
                break
            row: list[Any] = [None] * columns
            for cell in cells:
                if cell["column"] <= columns:
                    row[cell["column"] - 1] = ReadOnlyCell(sheet, **cell)
            yield row


class _CellByCell(WorkSheetParser):
    def parse_row(self, row: Any) -> Any:
        """A row whose number is none follows the one before it."""
        if not row.get("r", "1").isdecimal():
            del row.attrib["r"]
        return super().parse_row(row)

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """A value that is none of its kind, a text that is not in the file, a place that does not exist."""
        try:
            return dict(super().parse_cell(element))
        except Exception:  # noqa: BLE001 -- openpyxl raises whatever it stumbles over
            row, column = self._place(element)
            return {"row": row, "column": column, "value": None, "data_type": UNREAD, "style_id": 0}

    def _place(self, element: Any) -> tuple[int, int]:
        """Where it stands; where it says no place that exists, beside the one before it."""
        try:
            row, self.col_counter = coordinate_to_tuple(element.get("r", ""))
        except ValueError:
            row, self.col_counter = self.row_counter, self.col_counter + 1
        return row, self.col_counter
