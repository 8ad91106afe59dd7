"""Forms that carry the version their reader saw and show a broken rule at its field."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import InlineForeignKeyField
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.errors import DomainError, StaleVersion
from foundation.localized import LANGUAGES, language_order

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Outside them something was mistyped; at the ends of the calendar neither zones nor terms can be reckoned."""
LARGEST_VERSION = 999_999_999
"""No row is changed that often; every column of versions holds it."""
DAYS = (forms.DateField, forms.DateTimeField, forms.SplitDateTimeField)


def seen_version(typed: str) -> int:
    """The version a form carried. Raises `StaleVersion` when it carried none that could be."""
    version = version_in(typed)
    if version is None:
        raise StaleVersion
    return version


def version_in(typed: str) -> int | None:
    """The version that these digits say; None where they can be none."""
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= len(str(LARGEST_VERSION))):
        return None
    return int(typed)


def within_years(day: date) -> None:
    """Refuses a day that nobody can have meant."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            _("Give a year between %(first)s and %(last)s."), params={"first": FIRST_YEAR, "last": LAST_YEAR}
        )


class WithinYears:
    """A form whose days and moments keep to `FIRST_YEAR` and `LAST_YEAR`."""

    fields: dict[str, forms.Field]

    def full_clean(self) -> None:
        """Judge every day, those of fields that were added late among them."""
        for field in self.fields.values():
            if isinstance(field, DAYS) and within_years not in field.validators:
                field.validators.append(within_years)
        super().full_clean()  # type: ignore[misc]  # -- a mixin over Django's forms


def show(form: forms.BaseForm, error: DomainError) -> None:
    """Put a rule's sentence at the field it belongs to, else at the top of the form."""
    form.add_error(error.field if error.field in form.fields else None, str(error.sentence))


IN_ONE_LANGUAGE = _("Needed in one language at least.")


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


class WorkbenchForm(InAnyLanguage, WithinYears, forms.ModelForm):
    """A model's form in the workbench: it carries the version its reader saw, and shows the rule that refused it.

    One sentence per constraint stands beside the constraint itself; Django's generic wording is never shown.
    """

    refused: DomainError | None = None
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = getattr(self.instance, "version", None)

    def clean(self) -> dict[str, Any]:
        """The cleaned data, with the refusal of the last attempt at its field."""
        cleaned = super().clean() or self.cleaned_data
        if self.refused is not None:
            show(self, self.refused)
        return cleaned


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
            return super().has_changed(initial, data)


class LabelledRows(forms.BaseInlineFormSet):
    """Rows of a table whose inputs carry the heading of their column for those who hear the page."""

    default_error_messages = {
        **forms.BaseInlineFormSet.default_error_messages,
        "too_many_forms": _("One form takes at most %(num)d rows. Save those that are there, then add the others."),
    }

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """The fields of one row, each with its name."""
        super().add_fields(form, index)
        for field in form.fields.values():
            inner: forms.Widget = getattr(field.widget, "widget", None) or field.widget
            inner.attrs.setdefault("aria-label", str(field.label or ""))


class ChildForm(InAnyLanguage, WithinYears, forms.ModelForm):
    """A child in the form of its root: what must stand once under the same root is said here, at its field."""

    def validate_unique(self) -> None:
        """Django looks at columns only and leaves the root out of its look at constraints."""
        super().validate_unique()
        roots = [column for column in self.fields.values() if isinstance(column, InlineForeignKeyField)]
        if self.errors or any(root.parent_instance.pk is None for root in roots):
            return
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions())  # type: ignore[attr-defined]  # -- of every model form, missing in the stubs
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]  # -- as above


class StepForm(WithinYears, forms.Form):
    """What a step needs to know: its fields become the service's keywords."""

    def __init__(self, *args: Any, obj: models.Model, actor: Actor, **kwargs: Any) -> None:
        self.obj, self.actor = obj, actor
        super().__init__(*args, **kwargs)

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The fields that stand by themselves."""
        return self.visible_fields()

    def groups(self) -> Iterable[Mapping[str, Any]]:
        """Repeated rows, for forms that have them: `title` and `rows`, each with `fields` and `is_open`."""
        return ()


class ConfirmForm(StepForm):
    """A step that asks nothing."""
