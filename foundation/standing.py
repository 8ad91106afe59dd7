"""Queries that every request asks: written as others are, compiled once, planned once in a session, then only asked."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar, cast

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
        self._kept: _Compiled | None = None

    def rows(self, **given: Any) -> list[Row]:
        """What the queryset gives with these values, with the rows that come along with it; one query."""
        kept = self._compiled()
        days = {f"day of {name}": value.date() for name, value in given.items() if isinstance(value, datetime)}
        values = given | days
        found = _found(kept.sql, [values[one.name] if isinstance(one, Given) else one for one in kept.places])
        read = kept.compiler.apply_converters(found, kept.converters) if kept.converters else found
        return [kept.shape.made_of(row) for row in read]

    def _compiled(self) -> "_Compiled":
        if self._kept is None:
            self._kept = _Compiled.of(self.made())
        return self._kept


class _Compiled(NamedTuple):
    """What is worked out once: the statement, what becomes of its columns, and how a row is made of them."""

    compiler: Any
    sql: str
    places: tuple[Any, ...]
    converters: Any
    shape: "_Shape"

    @classmethod
    def of(cls, rows: "models.QuerySet[Any]") -> "_Compiled":
        compiler: Any = rows.query.get_compiler(connection=connection)
        sql, places = compiler.as_sql()
        converters = compiler.get_converters([column for column, *_rest in compiler.select])
        return cls(compiler, sql, tuple(places), converters, _Shape.of(compiler.klass_info, compiler))


class _Shape(NamedTuple):
    """Where the values of one row stand in what was read, and those of the rows that come along."""

    model: type[models.Model]
    names: list[str]
    columns: list[int]
    key: int
    beside: "tuple[tuple[_Shape, Callable[..., None], Callable[..., None]], ...]"
    annotations: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, told: Any, compiler: Any) -> "_Shape":
        columns = list(told["select_fields"])
        names = [compiler.select[place][0].target.attname for place in columns]
        return cls(
            model=told["model"],
            names=names,
            columns=columns,
            key=columns[names.index(told["model"]._meta.pk.attname)],
            beside=tuple(
                (cls.of(one, compiler), one["local_setter"], one["remote_setter"])
                for one in told.get("related_klass_infos", ())
            ),
            annotations=tuple(compiler.annotation_col_map.items()) if told is compiler.klass_info else (),
        )

    def made_of(self, row: Sequence[Any]) -> Any:
        """A row of the model with the rows that come along, as a queryset would make them; None where there is none."""
        if row[self.key] is None:
            return None
        one: Any = self.model.from_db("default", self.names, [row[place] for place in self.columns])
        for shape, here, there in self.beside:
            other = shape.made_of(row)
            here(one, other)
            if other is not None:
                there(other, one)
        for name, place in self.annotations:
            setattr(one, name, row[place])
        return one


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
