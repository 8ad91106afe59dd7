"""A whole list as a table, CSV or XLSX: row after row out of the database, a few hundred in memory at a time."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, NamedTuple

import orjson
from django.http import FileResponse, StreamingHttpResponse
from rest_framework import serializers

from foundation.api.fields import TextsField
from foundation.api.plan import Reading
from foundation.api.renderers import encode
from foundation.exports.text import inert
from foundation.exports.xlsx import LONGEST_CELL, MEDIA_TYPE, Cell, Sheet, write_sheets
from foundation.localized import LANGUAGES

CSV, XLSX = "text/csv; charset=utf-8", MEDIA_TYPE
AT_ONCE, MOST_ROWS = 500, 1_000_000
"""Rows in one piece of a CSV, and on one sheet: the format ends at 1,048,576."""
COMPUTED = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheet programs take for the beginning of a formula."""


class Column(NamedTuple):
    """A column: its name, and the keys that lead to its value."""

    name: str
    keys: tuple[str, ...]


def columns_of(serializer: Any, reading: Reading, before: tuple[str, ...] = ()) -> list[Column]:
    """The columns of a serializer's objects: nested objects by their fields, lists as one column each."""
    found: list[Column] = []
    for name, field in serializer.fields.items():
        keys = (*before, name)
        if field.write_only or not (before or reading.wants(name)):
            continue
        if isinstance(field, TextsField) and reading.language is None:
            found += [Column(".".join((*keys, code)), (*keys, code)) for code in LANGUAGES]
        elif isinstance(field, serializers.Serializer):
            found += columns_of(field, reading, keys)
        else:
            found.append(Column(".".join(keys), keys))
    return found


def csv_answer(texts: Iterator[bytes], columns: list[Column], name: str) -> StreamingHttpResponse:
    """RFC 4180, UTF-8. A text that a spreadsheet program would compute is preceded by an apostrophe."""
    answer = StreamingHttpResponse(_csv(texts, columns), content_type=CSV)
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def xlsx_answer(texts: Iterator[bytes], columns: list[Column], name: str, language: str | None) -> FileResponse:
    """Sheets of a million rows at most, from right to left in Arabic, by way of a file that is gone afterwards."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- the answer closes it when it was sent
    write_sheets(file, _sheets(texts, columns, name), language=language or "en")
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _csv(texts: Iterator[bytes], columns: list[Column]) -> Iterator[bytes]:
    yield _lines([[column.name for column in columns]])
    while some := list(islice(texts, AT_ONCE)):
        yield _lines([[_plain(value) for value in _values(text, columns)] for text in some])


def _lines(rows: Iterable[list[Any]]) -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows(rows)
    return target.getvalue().encode()


def _plain(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(COMPUTED) else value


def _sheets(texts: Iterator[bytes], columns: list[Column], name: str) -> Iterator[Sheet]:
    head = [Cell(column.name, look="head") for column in columns]
    first: bytes | None = next(texts, None)
    while True:
        some = chain([] if first is None else [first], islice(texts, MOST_ROWS - 1))
        yield Sheet(name, chain([head], (_cells(text, columns) for text in some)), frozen_rows=1)
        first = next(texts, None)
        if first is None:
            return


def _cells(text: bytes, columns: list[Column]) -> list[Any]:
    return [_cell(value) for value in _values(text, columns)]


def _cell(value: Any) -> Any:
    """What a cell holds; of a longer text, as much as the format lets it hold."""
    if isinstance(value, bool):
        return str(value).lower()
    return inert(value)[: LONGEST_CELL // 2] if isinstance(value, str) else value


def _values(text: bytes, columns: list[Column]) -> list[Any]:
    """The values of one object, in the order of the columns."""
    row = orjson.loads(text)
    return [_value(row, column.keys) for column in columns]


def _value(row: Any, keys: tuple[str, ...]) -> Any:
    for key in keys:
        row = row.get(key) if isinstance(row, dict) else None
    if isinstance(row, list) and all(isinstance(one, str | int) for one in row):
        return " ".join(map(str, row))
    return encode(row).decode() if isinstance(row, list | dict) else row
