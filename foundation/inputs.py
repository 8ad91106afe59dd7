"""What forms ask of what is typed: days that somebody can have meant, moments on one clock, texts in one language."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from unicodedata import category

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from foundation.localized import LANGUAGES, language_order

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Outside them something was mistyped; at the ends of the calendar neither zones nor terms can be reckoned."""
DAYS = (forms.DateField, forms.DateTimeField, forms.SplitDateTimeField)
UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}
"""Categories of Unicode: controls, formats, spaces."""
FILE_FIRST = {"required": _("Choose a file first.")}
"""What a field of a file says where none was chosen."""
TYPE_ANEW = _("This text holds characters that nobody sees: type it anew.")
IN_ONE_LANGUAGE = _("Needed in one language at least.")
NO_DAY = _("Write a day as year-month-day, such as 2026-12-31, or as day/month/year.")
"""What a field of a day says of what it cannot read."""


def within_years(day: date) -> None:
    """Refuses a day that nobody can have meant."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            _("Give a year between %(first)s and %(last)s."), params={"first": FIRST_YEAR, "last": LAST_YEAR}
        )


def can_be_seen(text: str) -> bool:
    """Whether anything of it is seen: marks of direction and characters without width are a text only beside others."""
    return text[:1].isalnum() or any(category(char) not in UNSEEN for char in text)


def seen(value: object) -> None:
    """Refuses a text of which nothing is seen, as if it were empty."""
    if isinstance(value, str) and not can_be_seen(value):
        raise ValidationError(forms.Field.default_error_messages["required"], code="required")


class CanBeMeant:
    """A form that refuses what nobody can have meant: days outside the calendar, texts of which nothing is seen."""

    fields: dict[str, forms.Field]

    def full_clean(self) -> None:
        """Judge every day and text, those of fields that were added late among them."""
        for field in self.fields.values():
            rule = within_years if isinstance(field, DAYS) else seen if isinstance(field, forms.CharField) else None
            if rule is not None and rule not in field.validators:
                field.validators.append(rule)
            if isinstance(field, forms.DateField):
                field.error_messages["invalid"] = NO_DAY
        super().full_clean()  # type: ignore[misc]  # -- a mixin over Django's forms


class DayInput(forms.DateInput):
    """A day picked in the browser's calendar, which reads and sends it as ISO 8601 in every language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ClockField(forms.DateTimeField):
    """A moment picked in the browser's calendar, read on UTC's clock; its form puts the zone it is meant in.

    The clock of the reader would do harm here: half past two in the night of a change may not exist on it.
    """

    input_formats = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}))
        super().__init__(**{**kwargs, "label": capfirst(kwargs.get("label"))})

    def clean(self, value: Any) -> Any:
        """What was typed, aware in UTC."""
        with timezone.override(UTC):
            return super().clean(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared on the same clock."""
        with timezone.override(UTC):
            shown_by_clock = isinstance(initial, datetime) and initial.tzinfo is None
            return super().has_changed(timezone.make_aware(initial) if shown_by_clock else initial, data)


def needs_one(form: forms.BaseForm, columns: Iterable[str]) -> None:
    """Say, at the column of the reader's language, that a text stands in none of them."""
    names = [name for name in columns if name in form.fields]
    if names and not any(name in form.errors or form.cleaned_data.get(name) for name in names):
        wanted = [name for name in names if name.endswith(f"_{language_order()[0]}")]
        form.add_error((wanted or names)[0], IN_ONE_LANGUAGE)


class InAnyLanguage:
    """A row's form: a text that is needed is needed in one language, whichever; readers of the others are shown it."""

    fields: dict[str, forms.Field]
    instance: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [column for column in self.instance._meta.concrete_fields if column.name in self.fields]
        needed = [column.name.removesuffix("_en") for column in columns if _is_needed_text(column)]
        self.texts = [[f"{name}_{code}" for code in LANGUAGES] for name in needed]
        for english, *_others in self.texts:
            self.fields[english].required = False
            self.fields[english].help_text = self.fields[english].help_text or IN_ONE_LANGUAGE

    def clean(self) -> dict[str, Any]:
        """The cleaned data, with what is said of texts that stand in no language."""
        cleaned = super().clean() or self.cleaned_data  # type: ignore[misc,attr-defined]  # -- a mixin over Django's forms
        for columns in self.texts:
            needs_one(self, columns)  # type: ignore[arg-type]  # -- as above
        return cleaned


def _is_needed_text(column: "models.Field[Any, Any]") -> bool:
    return column.name.endswith("_en") and not column.blank and hasattr(column.model, column.name[:-2] + "ar")
