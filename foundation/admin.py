"""The admin as a workbench, not a back door: what is seen, done and saved goes through the same doors as elsewhere.

Mechanism 9: lists start from `visible_to`, rights from `permissions.py`, every write from a service.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.forms import BaseInlineFormSet, ModelChoiceField, ModelMultipleChoiceField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.errors import DomainError, Sentence, StaleVersion
from foundation.forms import ChildForm, ConfirmForm, LabelledRows, StepForm, WorkbenchForm, seen_version, show
from foundation.lookups import AsksByItsFilters
from foundation.related import related_of
from foundation.templatetags.house import said
from foundation.workflow import Workflow
from foundation.zones import ZoneField, ZoneSelect, check_time_zone

STAFF_HATS = ("presidency", "secretariat")


@dataclass(frozen=True)
class Step:
    """A button: the service it calls, the form it asks first, the sentence it wants confirmed.

    The sentence may depend on the row: then it is a function of it. `allowed` and `label` are needed only for steps
    that are not in the model's workflow.
    """

    service: Callable[..., Any]
    form: type[StepForm] | None = None
    confirm: Sentence | Callable[[Any], Sentence] | None = None
    allowed: Callable[[Actor, Any], bool] | None = None
    label: Sentence = ""


def actor_on(request: HttpRequest) -> Actor:
    """Who acts on this request."""
    return request.actor  # type: ignore[attr-defined]  # -- set by the middleware


def reads_workbench(actor: Actor) -> bool:
    """Wears an office that reads the workbench."""
    return actor.hat in STAFF_HATS and bool(actor.worn)


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
        kwargs["queryset"] = rows.visible_to(actor_on(request))
    return kwargs


MOST_ROWS = 200
"""Of one table in a form. The longest of today has a row for each of 48 participants."""


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
    ) -> type[BaseInlineFormSet]:
        """A posted number of rows is believed up to what a page can carry."""
        return super().get_formset(request, obj, absolute_max=MOST_ROWS, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002 -- Django's signature
        return reads_workbench(actor_on(request))

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may_change_root(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may_change_root(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.can_delete and self._may_change_root(request, obj)

    def _may_change_root(self, request: HttpRequest, obj: models.Model | None) -> bool:
        root = self.admin_site.get_model_admin(self.parent_model)
        return root.has_add_permission(request) if obj is None else root.has_change_permission(request, obj)


class WorkbenchAdmin(SeesOnlyVisible, AsksByItsFilters):
    """One screen of the workbench. A subclass names its services; what it does not name cannot be done."""

    form = WorkbenchForm
    view_on_site = False
    actions = None
    change_form_template = "admin/workbench/change_form.html"
    change_list_template = "admin/workbench/change_list.html"
    workflow: Workflow | None = None
    steps: Mapping[str, Step] = {}
    save_service: Callable[..., Any] | None = None
    """Called as `save_service(obj, actor=, version=, creating=, related=)`; wrap it in `staticmethod`."""
    may_add: Callable[[Actor], bool] | None = None
    may_change: Callable[[Actor, Any], bool] | None = None

    # -- rights ---------------------------------------------------------------------------------------------------

    @admin.display(description=_("title"))
    def title(self, obj: Any) -> Sentence:
        """The title in the reader's language, under a heading in that language; marked where it is in another."""
        return said(obj, "title")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return reads_workbench(actor_on(request))

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002 -- Django's signature
        return reads_workbench(actor_on(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        rule = type(self).may_add
        return self.save_service is not None and rule is not None and rule(actor_on(request))

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        rule = type(self).may_change
        if self.save_service is None or rule is None:
            return False
        return reads_workbench(actor_on(request)) if obj is None else rule(actor_on(request), obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002 -- Django's signature
        """Nothing is deleted here."""
        return False

    # -- saving ---------------------------------------------------------------------------------------------------

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        """The state changes by steps only."""
        state = [self.workflow.field] if self.workflow is not None else []
        return [*super().get_readonly_fields(request, obj), *state]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        """The form, told of a rule that refused its last attempt."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.refused = getattr(request, "refused", None)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The version is carried by the template, not shown as a field."""
        sets = super().get_fieldsets(request, obj)
        return [(name, {**rest, "fields": _without_version(rest["fields"])}) for name, rest in sets]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """As Django's, but a rule that refuses is shown in the form, which keeps what was typed; nothing is written."""
        context = {**(extra_context or {}), **self._buttons(request, object_id)}
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except DomainError as error:
            request.refused = error  # type: ignore[attr-defined]  # -- read by get_form
            response = super().changeform_view(request, object_id, form_url, context)
            response.status_code = error.status
            return response

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
        for sentence in self.told_after(saved):
            messages.info(request, str(sentence))

    def told_after(self, saved: Any) -> Iterable[Sentence]:  # noqa: ARG002 -- a row's own page has more to say
        """What else the save did, besides what was typed."""
        return ()

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]  # -- no row is written
        """The ledger has it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]  # -- no row is written
        """The ledger has it."""

    # -- steps ----------------------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        """The stock addresses and one for each step of an object."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        view = self.admin_site.admin_view(self.step_view)
        return [path("<path:object_id>/step/<slug:step>/", view, name=name), *super().get_urls()]

    def open_steps(self, request: HttpRequest, obj: models.Model) -> dict[str, Step]:
        """The steps this actor may take now, in the order declared."""
        actor = actor_on(request)
        listed = self.workflow.available(obj, actor) if self.workflow is not None else []
        return {
            name: step
            for name, step in self.steps.items()
            if (step.allowed(actor, obj) if step.allowed is not None else name in listed)
        }

    def step_label(self, name: str) -> Sentence:
        """What the button says."""
        step = self.steps[name]
        return step.label or (self.workflow.label(name) if self.workflow is not None else name)

    def step_url(self, obj: models.Model, name: str) -> str:
        """The address of a step."""
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_step", args=[obj.pk, name])

    def step_view(self, request: HttpRequest, object_id: str, step: str) -> HttpResponse:
        """Ask what the step needs to know, then take it; a refusal is said on the same page, with its status."""
        obj = self.get_object(request, object_id)
        if obj is None or step not in self.steps:
            raise Http404
        declared = self.steps[step]
        form = self._step_form(request, declared, obj)
        if request.method != "POST":
            return self._step_page(request, obj, step, form, status=200)
        if not form.is_valid():
            return self._step_page(request, obj, step, form, status=400)
        try:
            self._take(request, declared, obj, form)
        except DomainError as error:
            show(form, error)
            return self._step_page(request, obj, step, form, status=error.status)
        messages.success(request, _("“%(step)s”: done.") % {"step": self._title(step)})
        return HttpResponseRedirect(
            reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])
        )

    def _step_form(self, request: HttpRequest, step: Step, obj: models.Model) -> StepForm:
        posted = request.method == "POST"
        return (step.form or ConfirmForm)(
            request.POST if posted else None, request.FILES if posted else None, obj=obj, actor=actor_on(request)
        )

    def _take(self, request: HttpRequest, step: Step, obj: models.Model, form: StepForm) -> None:
        version = seen_version(request.POST.get("seen_version", "")) if hasattr(obj, "version") else None
        step.service(obj, actor=actor_on(request), version=version, now=timezone.now(), **form.cleaned_data)

    def _step_page(
        self, request: HttpRequest, obj: models.Model, name: str, form: StepForm, *, status: int
    ) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": self._title(name),
            "opts": self.opts,
            "original": obj,
            "form": form,
            "confirm": self._to_confirm(obj, name),
            "seen_version": request.POST.get("seen_version") or getattr(obj, "version", ""),
        }
        own = f"admin/{self.opts.app_label}/{self.opts.model_name}/step.html"
        return TemplateResponse(request, [own, "admin/workbench/step.html"], context, status=status)

    def _title(self, name: str) -> str:
        return capfirst(str(self.step_label(name)))

    def _to_confirm(self, obj: models.Model, name: str) -> Sentence | None:
        said = self.steps[name].confirm
        return said(obj) if callable(said) else said

    def _buttons(self, request: HttpRequest, object_id: str | None) -> dict[str, Any]:
        obj = self.get_object(request, object_id) if object_id else None
        if obj is None:
            return {"workbench_steps": []}
        steps = [
            {"name": name, "label": self.step_label(name), "url": self.step_url(obj, name)}
            for name in self.open_steps(request, obj)
        ]
        return {"workbench_steps": steps, "show_delete": False}


def _without_version(fields: Any) -> list[Any]:
    return [name for name in fields if name != "seen_version"]
