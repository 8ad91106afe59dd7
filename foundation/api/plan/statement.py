"""One statement for one page: the keys of its rows first, then everything that is said of them, as JSON.

What is said is compiled once for a serializer and a reader and kept; which rows it is said of is compiled anew for each
request, because filters, cursors and sizes differ.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from psycopg.adapt import Loader

from foundation.api.plan.json import JsonObject, JsonText, OfPage
from foundation.api.plan.kinds import Derived
from foundation.api.plan.reading import LooksAtTheClockError, Reading
from foundation.api.plan.tree import Part, Tree
from foundation.api.renderers import encode

MOST_KEPT = 512
"""Statements kept in a process; the one used longest ago goes first."""


class Found(NamedTuple):
    """One row: its JSON (UTF-8), and the values of the columns that were asked for beside it."""

    json: bytes
    beside: tuple[Any, ...]


class AsItComes(Loader):
    """JSON stays the bytes that the server sent: what is only sent on is not worth decoding."""

    def load(self, data: Any) -> bytes:
        """A copy, for the place it is read from is used again."""
        return bytes(data)


class Body(NamedTuple):
    """What is said of the rows: SQL with its parameters, and how its columns become one text."""

    sql: str
    params: tuple[Any, ...]
    pieces: tuple["Piece", ...]


class Piece(NamedTuple):
    """Some columns of the statement: the text of an object, or what a function makes one field of."""

    width: int
    name: str = ""
    derived: Derived | None = None


_kept: "OrderedDict[Any, Body]" = OrderedDict()
_lock = Lock()


def read(
    serializer: type[Any],
    rows: "models.QuerySet[Any]",
    reading: Reading,
    *,
    order: Sequence[Any],
    beside: Sequence[str] = (),
) -> list[Found]:
    """The rows of a queryset (filtered, cut by its reader, ordered, sliced) as `serializer` writes them, in one query.

    `order` is the order in which they are given, `beside` the columns wanted along with them.
    """
    with connection.cursor() as cursor:
        asked = _statement(serializer, rows, reading, tuple(order), tuple(beside))
        if asked is None:
            return []
        sql, params, pieces = asked
        _hand_on(cursor)
        cursor.execute(sql, params)
        return [_found(row, pieces, reading) for row in cursor.fetchall()]


def stream(
    serializer: type[Any], rows: "models.QuerySet[Any]", reading: Reading, *, order: Sequence[Any], at_once: int = 500
) -> Iterator[bytes]:
    """The same, row after row out of a cursor of the server: of any number of rows only some are in memory."""
    asked = _statement(serializer, rows, reading, tuple(order), ())
    if asked is None:
        return
    sql, params, pieces = asked
    with connection.chunked_cursor() as cursor:
        _hand_on(cursor)
        cursor.execute(sql, params)
        while found := cursor.fetchmany(at_once):
            yield from (_found(row, pieces, reading).json for row in found)


def _hand_on(cursor: Any) -> None:
    cursor.cursor.adapters.register_loader("json", AsItComes)


def _statement(
    serializer: type[Any],
    rows: "models.QuerySet[Any]",
    reading: Reading,
    order: tuple[Any, ...],
    beside: tuple[str, ...],
) -> tuple[str, tuple[Any, ...], tuple[Piece, ...]] | None:
    try:
        keys, given = rows.values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return None
    body = body_of(serializer, rows.model, reading, order, beside)
    return f"WITH page(id) AS MATERIALIZED ({keys}) {body.sql}", (*given, *body.params), body.pieces


def body_of(
    serializer: type[Any], model: type[models.Model], reading: Reading, order: tuple[Any, ...], beside: tuple[str, ...]
) -> Body:
    """The statement's second half, compiled when it is first needed for this reader."""
    timeless = reading.timeless()
    key = (serializer, model, timeless, order, beside)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    try:
        body = _compiled(serializer, model, timeless, order, beside)
    except LooksAtTheClockError:
        return _compiled(serializer, model, reading, order, beside)
    with _lock:
        _kept[key] = body
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return body


def forget() -> None:
    """Compile everything anew: for tests that change who may see what."""
    with _lock:
        _kept.clear()


class AskedWhileCompilingError(Exception):
    """Who may see what was read from the database while a statement was compiled: kept, it would be old at once."""


@contextmanager
def _no_queries() -> Iterator[None]:
    def refuse(_execute: Any, sql: str, *_rest: Any) -> None:
        raise AskedWhileCompilingError(sql)

    with connection.execute_wrapper(refuse):
        yield


def _compiled(
    serializer: type[Any], model: type[models.Model], reading: Reading, order: tuple[Any, ...], beside: tuple[str, ...]
) -> Body:
    with _no_queries():
        columns: list[Any] = []
        pieces = []
        for piece, given in _pieces(Tree(reading).top(serializer(), model)):
            columns += given
            pieces.append(piece)
        rows = model._base_manager.filter(pk__in=OfPage()).order_by(*order).values_list(*columns, *beside)
        sql, params = rows.query.sql_with_params()
    return Body(sql, tuple(params), tuple(pieces))


def _pieces(parts: list[Part]) -> Iterator[tuple[Piece, list[Any]]]:
    """Neighbouring fields become one object; a field worked out in Python stands between two of them."""
    run: dict[str, Any] = {}
    for part in parts:
        if part.derived is None:
            run[part.name] = part.value
            continue
        if run:
            yield Piece(1), [JsonText(JsonObject(**run))]
            run = {}
        yield Piece(len(part.derived.columns), part.name, part.derived), list(part.derived.columns)
    if run or not parts:
        yield Piece(1), [JsonText(JsonObject(**run))]


def _found(row: tuple[Any, ...], pieces: tuple[Piece, ...], reading: Reading) -> Found:
    if len(pieces) == 1 and pieces[0].derived is None:
        return Found(row[0], row[1:])
    at, texts = 0, []
    for piece in pieces:
        given = row[at : at + piece.width]
        at += piece.width
        if piece.derived is None:
            texts.append(given[0][1:-1])
        else:
            texts.append(f'"{piece.name}" : '.encode() + encode(piece.derived.of(reading, given)))
    return Found(b"{" + b", ".join(texts) + b"}", row[at:])
