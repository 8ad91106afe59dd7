"""What a screen of the workbench offers its reader: rows that `visible_to` gives, in lists, details and choices."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.http import HttpRequest

from foundation.actors import actor_on
from foundation.localized import language_order
from foundation.zones import ZoneField, ZoneSelect, check_time_zone


class SeesOnlyVisible:
    """Lists, details and choices of related rows start from `visible_to`."""

    model: type[models.Model]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The rows this actor may see."""
        rows = super().get_queryset(request)  # type: ignore[misc]  # -- a mixin over Django's admin classes
        if hasattr(rows, "visible_to"):
            return rows.visible_to(actor_on(request))
        if self.seen_by_all_staff:
            return rows
        raise ImproperlyConfigured(f"{self.model.__name__} says neither visible_to nor seen_by_all_staff")

    def get_ordering(self, request: HttpRequest) -> Any:
        """The order of the rows; where participants stand in it, theirs in the reader's language."""
        declared = super().get_ordering(request) or self.model._meta.ordering or ()  # type: ignore[misc]  # -- as above
        return [_in_language(one) for one in declared]

    seen_by_all_staff = False
    """True for tables without secrets, which everybody in the workbench reads whole."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A time zone is chosen from a list."""
        if check_time_zone in db_field.validators:
            kwargs |= {"form_class": ZoneField, "widget": ZoneSelect}
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]  # -- mixin

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> ModelChoiceField | None:
        """Offer only related rows the actor may see."""
        return super().formfield_for_foreignkey(db_field, request, **_visible(db_field, request, kwargs))  # type: ignore[misc]  # -- mixin

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField | None:
        """The same for many-to-many choices."""
        return super().formfield_for_manytomany(db_field, request, **_visible(db_field, request, kwargs))  # type: ignore[misc]  # -- mixin


def _visible(db_field: Any, request: HttpRequest, kwargs: dict[str, Any]) -> dict[str, Any]:
    rows = db_field.remote_field.model._default_manager.all()
    if "queryset" not in kwargs and hasattr(rows, "visible_to"):
        seen = rows.visible_to(actor_on(request))
        kwargs["queryset"] = seen.alphabetical(language_order()[0]) if hasattr(seen, "alphabetical") else seen
    return kwargs


def _in_language(order: Any) -> Any:
    """`party__sort_en`, as models order participants, by the key of the reader's language."""
    is_of_names = isinstance(order, str) and order.endswith("sort_en")
    return f"{order[:-2]}{language_order()[0]}" if is_of_names else order
