"""The few SQL expressions that JSON is made of. `json`, never `jsonb`: the keys stay in the order of the serializer."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models import F, Func, QuerySet, Subquery, Value
from django.db.models.expressions import Expression

MOST_KEYS = 50
"""PostgreSQL takes a hundred arguments, two for each key."""


class JsonObject(Func):
    """`json_build_object('a', .., 'b', ..)`. The keys are names of fields, so they need no parameter."""

    function = "json_build_object"
    output_field: Any = models.JSONField()

    def __init__(self, **parts: Any) -> None:
        if len(parts) > MOST_KEYS or not all(name.isidentifier() for name in parts):
            raise ValueError(sorted(parts))
        self.keys = tuple(parts)
        super().__init__(*parts.values())

    def as_sql(self, compiler: Any, *_args: Any, **_context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]  # -- the library's own signature is wider
        """Key and value by turns."""
        parts, params = [], []
        for key, value in zip(self.keys, self.get_source_expressions(), strict=True):
            sql, given = compiler.compile(value)
            parts.append(f"'{key}', {sql}")
            params.extend(given)
        return f"json_build_object({', '.join(parts)})", params


class JsonList(Subquery):
    """The rows of a queryset of one JSON column, in its order; an empty list where there are none."""

    template = "(SELECT COALESCE(json_agg(_one.j), '[]'::json) FROM (%(subquery)s) AS _one(j))"
    output_field: Any = models.JSONField()

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, Any]:
        """Also where the reader sees none of them whatever they are."""
        try:
            return super().as_sql(*args, **kwargs)
        except EmptyResultSet:
            return "'[]'::json", []


class JsonOne(Subquery):
    """The one row of a queryset of one column; null where there is none."""

    output_field: Any = models.JSONField()

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, Any]:
        """Also where the reader sees none of them whatever they are."""
        try:
            return super().as_sql(*args, **kwargs)
        except EmptyResultSet:
            return "NULL", []


class JsonText(Func):
    """JSON as the bytes it is sent as, where the cursor hands it on: Python reads none of it."""

    template = "%(expressions)s::json"
    output_field: Any = models.TextField()


class Moment(Func):
    """A moment as the serializers write it: UTC, with `Z`, the fraction only where there is one."""

    template = (
        "replace(to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '.000000', '') || 'Z'"
    )
    output_field: Any = models.TextField()


class Constant(Expression):
    """A JSON value known beforehand. Only for what contains neither quote nor percent sign."""

    output_field: Any = models.JSONField()

    def __init__(self, written: str) -> None:
        super().__init__()
        self.written = written

    def as_sql(self, *_args: Any) -> tuple[str, Any]:
        """The value as a literal."""
        return f"'{self.written}'::json", []


class OfPage(Expression):
    """The keys of the rows of the page, which the statement names first."""

    output_field: Any = models.BigIntegerField()

    def as_sql(self, *_args: Any) -> tuple[str, Any]:
        """Its own query, in parentheses."""
        return "(SELECT id FROM page)", []


def text_in(name: str, languages: tuple[str, ...]) -> Expression:
    """The first text there is, in this order of languages; empty where there is none."""
    given = [models.functions.NullIf(F(f"{name}_{code}"), Value("")) for code in languages]
    return models.functions.Coalesce(*given, Value(""), output_field=models.TextField())


def one_of(rows: "QuerySet[Any]", value: Any) -> JsonOne:
    """The value of the row that is referred to; null where there is none, or the reader may not see it."""
    return JsonOne(rows.order_by().values_list(value))


def list_of(rows: "QuerySet[Any]", value: Any) -> JsonList:
    """The values of the rows, in their order."""
    return JsonList(rows.values_list(value))
