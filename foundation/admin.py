"""The admin as a workbench, not a back door: what is seen, done and saved goes through the same doors as elsewhere.

Mechanism 9: lists start from `visible_to`, rights from `permissions.py`, every write from a service.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, actor_on
from foundation.errors import DomainError, Sentence, StaleVersion
from foundation.forms import WorkbenchForm
from foundation.lookups import AsksByItsFilters
from foundation.marked import called, said
from foundation.related import related_of
from foundation.rows import asking_for_another
from foundation.screens import screen_of
from foundation.sections import sections_on
from foundation.steps import TakesSteps
from foundation.visible import SeesOnlyVisible


class WorkbenchAdmin(SeesOnlyVisible, TakesSteps, AsksByItsFilters):
    """One screen of the workbench. A subclass names its services; what it does not name cannot be done."""

    form = WorkbenchForm
    view_on_site = False
    actions = None
    change_form_template = "admin/workbench/change_form.html"
    change_list_template = "admin/workbench/change_list.html"
    save_service: Callable[..., Any] | None = None
    """Called as `save_service(obj, actor=, version=, creating=, related=)`; wrap it in `staticmethod`."""
    when_empty: Mapping[str, Any] = {}
    """What the list says while nothing is in it: `title` and `text`; `url` and `action` lead to what comes first."""
    may_add: Callable[[Actor], bool] | None = None
    may_change: Callable[[Actor, Any], bool] | None = None

    @admin.display(description=_("title"))
    def title(self, obj: Any) -> Sentence:
        """The title in the reader's language, under a heading in that language; marked where it is in another."""
        return said(obj, "title")

    # -- rights ---------------------------------------------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return actor_on(request).reads_as_staff

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002 -- Django's signature
        return actor_on(request).reads_as_staff

    def has_add_permission(self, request: HttpRequest) -> bool:
        rule = type(self).may_add
        return self.save_service is not None and rule is not None and rule(actor_on(request))

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        rule = type(self).may_change
        if self.save_service is None or rule is None:
            return False
        return actor_on(request).reads_as_staff if obj is None else rule(actor_on(request), obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002 -- Django's signature
        """Nothing is deleted here."""
        return False

    # -- saving ---------------------------------------------------------------------------------------------------

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        """The form, told of a rule that refused its last attempt."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.refused = getattr(request, "refused", None)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The version is carried by the template; a new row has nothing yet in what is only read."""
        hidden = {"seen_version", *(self.get_readonly_fields(request, obj) if obj is None else ())}
        sets = super().get_fieldsets(request, obj)
        kept = [(name, {**rest, "fields": without(hidden, rest["fields"])}) for name, rest in sets]
        return [(name, rest) for name, rest in kept if rest["fields"]]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """As Django's, but a rule that refuses is shown in the form, which keeps what was typed; nothing is written."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except DomainError as error:
            request.refused = error  # type: ignore[attr-defined]  # -- read by get_form
            response = super().changeform_view(request, object_id, form_url, extra_context)
            response.status_code = error.status
            return response

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """As Django's, headed by what is listed: a sentence around any name needs its gender in French and Arabic."""
        told = {"title": capfirst(str(self.opts.verbose_name_plural)), "when_empty": self.when_empty}
        return super().changelist_view(request, {**told, **(extra_context or {})})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """As Django's; the page of a row is headed by the row, with what it is under it."""
        row = context.get("original")
        if row is not None:
            named, kind = Truncator(called(row)).words(18), capfirst(str(self.opts.verbose_name))
            context = {**context, "title": named, "subtitle": kind}
            context["sections"] = [
                (section, [(one, screen_of(one)) for one in section.rows])
                for section in sections_on(row, actor_on(request))
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    def get_inline_formsets(self, request: HttpRequest, *args: Any, **kwargs: Any) -> list[Any]:
        """As Django's; the name of a row stands in the middle of its sentence and is written accordingly."""
        shown: list[Any] = super().get_inline_formsets(request, *args, **kwargs)
        for rows in shown:
            rows.inline_formset_data = asking_for_another(rows)
        return shown

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Nothing yet: the service writes the row together with what belongs to it."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        """Hand everything to the declared service."""
        service = type(self).save_service
        if service is None:
            raise ImproperlyConfigured(f"{type(self).__name__} declares no service to save with")
        version = form.cleaned_data.get("seen_version")
        if change and version is None and form.fields["seen_version"].initial is not None:
            raise StaleVersion
        saved = service(
            form.instance,
            actor=actor_on(request),
            version=version,
            creating=not change,
            related=related_of(form, formsets),
        )
        for sentence in self.told_after(request, saved):
            messages.info(request, str(sentence))

    def told_after(self, request: HttpRequest, saved: Any) -> Iterable[Sentence]:  # noqa: ARG002 -- a screen's own rows know
        """What else the save did, besides what was typed."""
        return ()

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]  # -- no row is written
        """The ledger has it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]  # -- no row is written
        """The ledger has it."""


def without(hidden: set[Any], fields: Any) -> list[Any]:
    """Fields that share a line stand in a tuple."""
    lines = [
        [one for one in (line if isinstance(line, (list, tuple)) else [line]) if one not in hidden] for line in fields
    ]
    return [line[0] if len(line) == 1 else tuple(line) for line in lines if line]
