"""What a workbench form changes besides its own row: handed to the service, which writes it in its transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.forms import BaseModelForm
from django.forms.models import BaseInlineFormSet


@dataclass
class Related:
    """Many-to-many choices and changed children of one row."""

    many: dict[str, list[models.Model]] = field(default_factory=dict)
    children: list[tuple[str, models.Model]] = field(default_factory=list)
    removed: list[models.Model] = field(default_factory=list)

    def write(self, root: models.Model) -> None:
        """Write them: called by the service after it saved the root, before it records."""
        for name, chosen in self.many.items():
            getattr(root, name).set(chosen)
        for key, child in self.children:
            setattr(child, key, root)
            child.save()
        for child in self.removed:
            child.delete()


def related_of(form: BaseModelForm, formsets: Sequence[BaseInlineFormSet]) -> Related:
    """Collect what a valid form and its formsets changed, unsaved."""
    related = Related(many=_chosen(form))
    for formset in formsets:
        formset.save(commit=False)
        key = formset.fk.name
        related.children += [(key, child) for child in formset.new_objects]
        related.children += [(key, child) for child, _changed in formset.changed_objects]
        related.removed += formset.deleted_objects
    return related


def _chosen(form: BaseModelForm) -> dict[str, list[Any]]:
    names = {column.name for column in form.instance._meta.many_to_many}
    return {name: list(value) for name, value in form.cleaned_data.items() if name in names}
