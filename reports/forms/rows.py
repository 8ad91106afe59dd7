"""Repeated rows in a step's form, without JavaScript: a fixed number of them, the empty ones ignored."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.errors import Sentence
from foundation.forms import StepForm
from foundation.inputs import needs_one

REQUIRED = _("This field is required.")


@dataclass(frozen=True)
class Rows:
    """One kind of row: its fields by name, of which `needed` must be filled in as soon as one of them is.

    Of `texts`, one text in several languages, one field is enough.
    """

    name: str
    title: Sentence
    count: int
    fields: Callable[[], dict[str, forms.Field]]
    needed: tuple[str, ...]
    texts: tuple[str, ...] = ()

    def field_name(self, number: int, field: str) -> str:
        """The name of a row's field in the form."""
        return f"{self.name}_{number}_{field}"


class RowsForm(StepForm):
    """A step that asks for rows besides its own fields."""

    rows: tuple[Rows, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows_of: dict[str, tuple[Rows, int]] = {}
        for kind in self.rows:
            for number in range(kind.count):
                for name, field in kind.fields().items():
                    field.required = False
                    self.fields[kind.field_name(number, name)] = field
                    self.rows_of[kind.field_name(number, name)] = kind, number

    @property
    def own_fields(self) -> list[BoundField]:
        return [field for field in super().own_fields if field.name not in self.rows_of]

    def name_of(self, field: BoundField) -> str:
        """What an error calls a field: the six entries of one kind have the same labels, so each says its number."""
        label = capfirst(str(field.label))
        if field.name not in self.rows_of:
            return label
        kind, number = self.rows_of[field.name]
        return " · ".join([str(kind.title), gettext("Entry %(number)s") % {"number": number + 1}, label])

    def groups(self) -> Iterator[dict[str, Any]]:
        """Each kind with its rows, open where something was typed or is wrong."""
        for kind in self.rows:
            rows = [[self[kind.field_name(number, name)] for name in kind.fields()] for number in range(kind.count)]
            yield {"title": kind.title, "rows": [_shown(row) for row in rows]}

    def filled(self, kind: Rows, *, ignoring: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        """What was typed, row by row; says at the field what a row that was begun still needs."""
        found = []
        for number in range(kind.count):
            row = {name: self.cleaned_data.get(kind.field_name(number, name)) for name in kind.fields()}
            if not any(value for name, value in row.items() if name not in ignoring):
                continue
            for name in kind.needed:
                if not row[name] and kind.field_name(number, name) not in self.errors:
                    self.add_error(kind.field_name(number, name), REQUIRED)
            if kind.texts:
                needs_one(self, [kind.field_name(number, name) for name in kind.texts])
            found.append(row)
        return found


def offer(form: forms.Form, name: str, rows: "models.QuerySet[Any]") -> None:
    """Let a field choose among these rows."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} chooses no rows.")
    field.queryset = rows


class Choices:
    """Rows that many fields of one page offer: read from the database once, when the first of them is shown."""

    def __init__(self, rows: "models.QuerySet[Any]") -> None:
        self.rows = rows

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        yield "", "---------"
        yield from self._read

    @cached_property
    def _read(self) -> list[tuple[Any, str]]:
        return [(row.pk, str(row)) for row in self.rows]

    def field(self, label: Sentence) -> forms.ModelChoiceField:
        """A field that offers them."""
        field = forms.ModelChoiceField(self.rows, label=label)  # type: ignore[arg-type]  # -- the stubs know their own Promise only
        field.choices = self
        return field


def _shown(row: list[BoundField]) -> dict[str, Any]:
    is_wrong = any(field.errors for field in row)
    return {"fields": row, "is_wrong": is_wrong, "is_open": is_wrong or any(_was_typed(field) for field in row)}


def _was_typed(field: BoundField) -> bool:
    """Something else than what the page had filled in."""
    return field.form.is_bound and bool(field.data) and field.data != field.initial
