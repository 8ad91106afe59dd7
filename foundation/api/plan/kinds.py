"""The kinds of fields a plan knows: a column as its serializer field writes it, and what is worked out.

`Computed` is worked out by PostgreSQL, `Derived` by a pure Python function of columns that come with the row.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F
from django.db.models.functions import Cast
from django.utils import timezone
from rest_framework import ISO_8601, fields, serializers
from rest_framework.settings import api_settings

from foundation.actors import anonymous
from foundation.api.plan.json import JsonObject, Moment
from foundation.api.plan.reading import Reading, Unsupported

AS_IT_STANDS = (
    fields.CharField,
    fields.EmailField,
    fields.SlugField,
    fields.IntegerField,
    fields.BooleanField,
    fields.UUIDField,
    fields.DateField,
    fields.ChoiceField,
    fields.JSONField,
)
"""PostgreSQL writes these into JSON as the serializers do."""


class Computed(serializers.Field):
    """A field worked out by PostgreSQL: `of(reading)` gives an expression over the columns of the row."""

    def __init__(self, of: Callable[[Reading], Any], *, schema: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(read_only=True, source="*", **kwargs)
        self.of, self.schema = of, schema
        self._spectacular_annotation = {"field": schema}

    def to_representation(self, value: models.Model) -> Any:
        """The same expression, asked for one row."""
        request = self.context.get("request")
        actor = request.actor if request is not None else anonymous()
        origin = request.build_absolute_uri("/")[:-1] if request is not None else ""
        rows = type(value)._base_manager.filter(pk=value.pk)
        worked_out = Cast(JsonObject(it=self.of(Reading(actor=actor, origin=origin))), models.TextField())
        return orjson.loads(rows.values_list(worked_out).get()[0])["it"]


class Derived(serializers.Field):
    """A field worked out in Python, at the top of an answer only: `of(reading, values)`, values of `columns`."""

    def __init__(
        self, columns: tuple[str, ...], of: Callable[[Reading, tuple[Any, ...]], Any], *, schema: dict[str, Any]
    ) -> None:
        super().__init__(read_only=True, source="*")
        self.columns, self.of = columns, of
        self._spectacular_annotation = {"field": schema}

    def to_representation(self, value: models.Model) -> Any:
        """The same function, of the same columns of one row."""
        values = type(value)._base_manager.filter(pk=value.pk).values_list(*self.columns).get()
        request = self.context.get("request")
        return self.of(Reading(actor=request.actor if request is not None else anonymous()), values)


def column(field: Any, model: type[models.Model], name: str) -> Any:
    """A column of `model` as the serializer's field writes it. Raises `Unsupported` rather than guess."""
    stored: Any = model._meta.get_field(name)
    if stored.is_relation:
        raise Unsupported(f"{model.__name__}.{name} is no plain column")
    kind = type(field)
    if kind is fields.DecimalField:
        return _decimal(field, stored)
    if kind is fields.DateTimeField:
        return _moment(field, stored)
    if kind is fields.ListField and isinstance(stored, ArrayField) and type(field.child) in AS_IT_STANDS:
        return F(name)
    if kind not in AS_IT_STANDS or getattr(field, "format", None) not in (None, fields.empty):
        raise Unsupported(f"{model.__name__}.{name}: {kind.__name__}")
    return F(name)


def _decimal(field: Any, stored: Any) -> Any:
    if field.localize or field.normalize_output or field.decimal_places != stored.decimal_places:
        raise Unsupported(f"{stored.name}: a decimal of another form than its column")
    if not getattr(field, "coerce_to_string", api_settings.COERCE_DECIMAL_TO_STRING):
        raise Unsupported(f"{stored.name}: a decimal that is no text")
    return Cast(F(stored.name), models.TextField())


def _moment(field: Any, stored: Any) -> Any:
    is_iso = getattr(field, "format", api_settings.DATETIME_FORMAT) == ISO_8601 == api_settings.DATETIME_FORMAT
    if not is_iso or timezone.get_default_timezone_name() != "UTC":
        raise Unsupported(f"{stored.name}: a moment in another form than ISO 8601 in UTC")
    return Moment(F(stored.name))


def plain(value: Any) -> Any:
    """A default of a serializer's field, if JSON can hold it as it stands."""
    if value is None or (isinstance(value, str | int | list | tuple | bool) and not isinstance(value, Decimal)):
        return value
    raise Unsupported(f"a default of {value!r}")
