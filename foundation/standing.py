"""Queries that every request asks: written as others are, compiled once, planned once in a session, then only asked."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from django.db import NotSupportedError, connection, models
from django.db.backends.postgresql.base import ServerBindingCursor

Row = TypeVar("Row", bound=models.Model)
PLANNED_AFTER = 2
"""Times that a session asks a query before the server keeps it: whoever asks once pays for no keeping."""


class Given(models.Expression):
    """A place in the query for a value that is known when it is asked."""

    def __init__(self, name: str, field: "models.Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:  # noqa: ARG002 -- Django's signature
        """The place itself is the parameter, until the query is asked."""
        return "%s", (self,)


class _Moment(Given):
    def date(self) -> Given:
        """Its day, as of a moment."""
        return Given(f"day of {self.name}", models.DateField())


def moment(name: str) -> datetime:
    """A place for a moment (UTC), which may be asked for its day as moments are."""
    return cast("datetime", _Moment(name, models.DateTimeField()))


class Standing(Generic[Row]):
    """A queryset with places in it: its SQL follows from the code alone and is kept, its rows are read each time.

    `made` is called once, when it is first asked.
    """

    def __init__(self, made: "Callable[[], models.QuerySet[Row]]") -> None:
        self.made = made
        self._kept: tuple[Any, str, tuple[Any, ...]] | None = None

    def rows(self, **given: Any) -> list[Row]:
        """What the queryset gives with these values, with the rows that come along with it; one query."""
        compiler, sql, places = self._compiled()
        days = {f"day of {name}": value.date() for name, value in given.items() if isinstance(value, datetime)}
        values = given | days
        found = _found(sql, [values[one.name] if isinstance(one, Given) else one for one in places])
        read = compiler.results_iter([found]) if found else ()
        return [_made_of(compiler.klass_info, compiler, row) for row in read]

    def _compiled(self) -> tuple[Any, str, tuple[Any, ...]]:
        if self._kept is None:
            compiler = self.made().query.get_compiler(connection=connection)
            sql, places = compiler.as_sql()
            self._kept = compiler, sql, tuple(places)
        return self._kept


def _found(sql: str, values: list[Any]) -> list[Sequence[Any]]:
    """The rows. A session whose plan fits no longer, since a table was altered, gives way to a new one."""
    try:
        return _asked(sql, values)
    except NotSupportedError:
        if connection.in_atomic_block:
            raise
        connection.close()
        return _asked(sql, values)


def _asked(sql: str, values: list[Any]) -> list[Sequence[Any]]:
    with _planned() as cursor:
        cursor.execute(sql, values)
        found: list[Sequence[Any]] = cursor.fetchall()
        return found


@contextmanager
def _planned() -> Iterator[Any]:
    """A cursor whose statements the server knows again: it reads and plans one for the first times it is asked."""
    session: Any = connection  # the stubs know neither this cursor nor how Django wraps one
    known: Any = ServerBindingCursor
    with session.cursor():
        pass  # healthy, and open
    session.connection.prepare_threshold = PLANNED_AFTER
    with session._prepare_cursor(known(session.connection)) as cursor:  # noqa: SLF001 -- as `connection.cursor` makes one
        yield cursor


def _made_of(told: Any, compiler: Any, row: Sequence[Any]) -> Any:
    """A row of the model with the rows that come along, as a queryset would make them; None where there is none."""
    names = {compiler.select[place][0].target.attname: row[place] for place in told["select_fields"]}
    if names[told["model"]._meta.pk.attname] is None:
        return None
    one = told["model"].from_db("default", list(names), list(names.values()))
    for beside in told.get("related_klass_infos", ()):
        other = _made_of(beside, compiler, row)
        beside["local_setter"](one, other)
        if other is not None:
            beside["remote_setter"](other, one)
    if told is compiler.klass_info:
        for name, place in compiler.annotation_col_map.items():
            setattr(one, name, row[place])
    return one
