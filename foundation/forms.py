"""Forms that carry the version their reader saw and show a broken rule at its field."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import InlineForeignKeyField

from foundation.actors import Actor
from foundation.errors import DomainError, Sentence, StaleVersion
from foundation.inputs import CanBeMeant, InAnyLanguage

LARGEST_VERSION = 999_999_999
"""No row is changed that often; every column of versions holds it."""


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


class RefusedAsAWhole(ValidationError):
    """What a rule says of no field: nothing that was typed would be put right by correcting it."""


def show(form: forms.BaseForm, error: DomainError) -> None:
    """Put what a rule says at the field it belongs to, else at the top of the form."""
    field, kind = (error.field, ValidationError) if error.field in form.fields else (None, RefusedAsAWhole)
    form.add_error(field, ValidationError([kind(str(said)) for said in error.sentences]))


def is_refused_as_a_whole(form: forms.BaseForm) -> bool:
    """Whether a rule refused the form for something else than what stands in its fields."""
    return any(isinstance(error, RefusedAsAWhole) for error in form.non_field_errors().as_data())


class WorkbenchForm(InAnyLanguage, CanBeMeant, forms.ModelForm):
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


class ChildForm(InAnyLanguage, CanBeMeant, forms.ModelForm):
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


class StepForm(CanBeMeant, forms.Form):
    """What a step needs to know: its fields become the service's keywords."""

    def __init__(self, *args: Any, obj: models.Model, actor: Actor, **kwargs: Any) -> None:
        self.obj, self.actor = obj, actor
        super().__init__(*args, **kwargs)

    apart: tuple[Sentence, tuple[str, ...]] = ("", ())
    """A heading, and the fields that are asked under it because they matter only then."""

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The fields that stand by themselves."""
        return [field for field in self.visible_fields() if field.name not in self.apart[1]]

    @property
    def fields_apart(self) -> list[forms.BoundField]:
        """Those that stand under a heading of their own."""
        return [field for field in self.visible_fields() if field.name in self.apart[1]]

    def groups(self) -> Iterable[Mapping[str, Any]]:
        """Repeated rows, for forms that have them: `title` and `rows`, each with `fields`, `is_open` and `is_wrong`."""
        return ()


class ConfirmForm(StepForm):
    """A step that asks nothing."""
