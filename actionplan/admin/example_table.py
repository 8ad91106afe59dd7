"""The table that is offered to be filled in: the columns, one example, and in a workbook how each is written."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from actionplan.selectors.table import HEADS, InWords, Known, example_row
from foundation.exports.xlsx import Cell, Row, Sheet, write_xlsx

NAME = _("Activities to be proposed")
BYTE_ORDER_MARK = "\ufeff"
"""By it spreadsheet programs know UTF-8."""
Writer = Callable[[Sequence[InWords], Sequence[Known], datetime], bytes]


def as_csv(columns: Sequence[InWords], known: Sequence[Known], moment: datetime) -> bytes:  # noqa: ARG001 -- as the other
    """The heads and the example."""
    target = io.StringIO()
    csv.writer(target).writerows([HEADS, example_row(columns)])
    return (BYTE_ORDER_MARK + target.getvalue()).encode()


def as_xlsx(columns: Sequence[InWords], known: Sequence[Known], moment: datetime) -> bytes:
    """The same on the first sheet, which alone is read again; how it is written, and the codes, on two more."""
    widths = [max(len(head), 18) for head in HEADS]
    sheets = [
        Sheet(gettext("activities"), [_heads(HEADS), example_row(columns)], widths=widths, frozen_rows=1),
        Sheet(gettext("How it is written"), _in_words(columns), widths=(18, 32, 60, 40), frozen_rows=1),
        Sheet(gettext("Codes"), _codes(known), widths=(32, 24, 80), frozen_rows=1),
    ]
    return write_xlsx(sheets, title=str(NAME), language=(get_language() or "en")[:2], moment=moment)


WRITERS: Mapping[str, Writer] = {"csv": as_csv, "xlsx": as_xlsx}
"""By the ending of the file."""


def _heads(names: Sequence[object]) -> Row:
    return [Cell(str(name), look="head") for name in names]


def _in_words(columns: Sequence[InWords]) -> Iterator[Row]:
    yield _heads([gettext("column"), gettext("what it says"), gettext("how it is written"), gettext("example")])
    for column in columns:
        yield [column.head, str(column.label), str(column.how), column.example]


def _codes(known: Sequence[Known]) -> Iterator[Row]:
    yield _heads([gettext("what it says"), gettext("code"), gettext("stands for")])
    for one in known:
        for code, name in one.pairs:
            yield [str(one.label), code, name]
