"""Tables of rows in a form of the workbench: the children of a root, which the root's service writes."""

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.actors import actor_on
from foundation.constraints import refusals
from foundation.forms import ChildForm
from foundation.visible import SeesOnlyVisible

MOST_ROWS = 200
"""Of one table in a form. The longest of today has a row for each of 48 participants."""


def asking_for_another(rows: Any) -> str:
    """What Django's script is told about rows in a form; Django would begin their name with a capital letter."""
    told = json.loads(rows.inline_formset_data())
    told["options"]["addText"] = gettext("Add another %(verbose_name)s") % {"verbose_name": rows.opts.verbose_name}
    return json.dumps(told)


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

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        """What two rows may not share, in the sentence of its constraint: Django's names columns as programs do."""
        shared = {self.fk.name, *unique_check}
        unique = (one for one in self.fk.model._meta.constraints if isinstance(one, models.UniqueConstraint))
        said = (refusals()[one.name].sentence for one in unique if set(one.fields) == shared and one.name in refusals())
        return str(next(said, super().get_unique_error_message(unique_check)))


class WorkbenchInline(SeesOnlyVisible, admin.TabularInline):
    """Children in the form of their root; the root's service writes them."""

    template = "admin/workbench/rows.html"
    form = ChildForm
    formset = LabelledRows
    extra = 0
    max_num = MOST_ROWS
    can_delete = False
    show_change_link = False

    def get_formset(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> type[forms.BaseInlineFormSet]:
        """A posted number of rows is believed up to what a page can carry."""
        return super().get_formset(request, obj, absolute_max=MOST_ROWS, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002 -- Django's signature
        return actor_on(request).reads_as_staff

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may_change_root(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may_change_root(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.can_delete and self._may_change_root(request, obj)

    def _may_change_root(self, request: HttpRequest, obj: models.Model | None) -> bool:
        root = self.admin_site.get_model_admin(self.parent_model)
        return root.has_add_permission(request) if obj is None else root.has_change_permission(request, obj)
