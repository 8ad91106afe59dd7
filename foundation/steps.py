"""Buttons of the workbench: each asks what its step needs to know, then calls the service that takes it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor, actor_on
from foundation.errors import DomainError, RuleBroken, Sentence, StaleVersion
from foundation.forms import ConfirmForm, StepForm, seen_version, show, version_in
from foundation.not_taken import FIRST_ELSEWHERE, NOT_NOW, in_words, why_not
from foundation.screens import screen_of, step_of
from foundation.wording import listed
from foundation.workflow import Workflow

PUT_RIGHT_FIRST = _("This step cannot be taken yet. What stands in its way:")


@dataclass(frozen=True)
class Obstacle:
    """Something for which a step would be refused, and the place on the workbench where it is put right."""

    sentence: Sentence
    place: Sentence
    url: str


@dataclass(frozen=True)
class Step:
    """A button: the service it calls, the form it asks first, the sentence it wants confirmed.

    The sentence may depend on the row: then it is a function of it. `warnings` gives what its reader should know before
    taking it, `obstacles` what must be put right before: while there is any, the step asks nothing.
    `takes` is its name in the model's workflow where that is another one; `allowed`, `label` and `done`, what is said
    after it, are needed only for steps that are not in it.
    """

    service: Callable[..., Any]
    form: type[StepForm] | None = None
    confirm: Sentence | Callable[[Any], Sentence] | None = None
    warnings: Callable[[Any, Actor], Iterable[Sentence]] | None = None
    obstacles: Callable[[Any], Iterable[Obstacle]] | None = None
    allowed: Callable[[Actor, Any], bool] | None = None
    label: Sentence = ""
    done: Sentence = ""
    takes: str = ""


class TakesSteps(admin.ModelAdmin):
    """A screen whose rows have steps: those of the workflow and others that say themselves who may take them."""

    workflow: Workflow | None = None
    steps: Mapping[str, Step] = {}

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        """The state changes by steps only."""
        state = [self.workflow.field] if self.workflow is not None else []
        return [*super().get_readonly_fields(request, obj), *state]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """As Django's, with a button for each step the reader may take."""
        context = {**(extra_context or {}), **self._buttons(request, object_id)}
        return super().changeform_view(request, object_id, form_url, context)

    def get_urls(self) -> list[URLPattern]:
        """The stock addresses and one for each step of an object."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        view = self.admin_site.admin_view(self.step_view)
        return [path("<path:object_id>/step/<slug:step>/", view, name=name), *super().get_urls()]

    def open_steps(self, request: HttpRequest, obj: models.Model) -> dict[str, Step]:
        """The steps this actor may take now, in the order declared."""
        actor = actor_on(request)
        open_now = self.workflow.available(obj, actor) if self.workflow is not None else []
        return {
            name: step
            for name, step in self.steps.items()
            if (step.allowed(actor, obj) if step.allowed is not None else (step.takes or name) in open_now)
        }

    def comes_next(self, request: HttpRequest, obj: models.Model) -> dict[str, Any] | None:
        """The button with which the row's workflow goes on now, if it is its reader's and nothing stands in the way."""
        onward = self.workflow.available(obj, actor_on(request)) if self.workflow is not None else []
        for name, step in self.steps.items():
            if step.allowed is None and (step.takes or name) in onward and self.held_up(obj, name) is None:
                is_free = not self._obstacles(obj, name)
                return {"label": self.step_label(name), "url": self.step_url(obj, name)} if is_free else None
        return None

    def step_label(self, name: str) -> Sentence:
        """What the button says."""
        step = self.steps[name]
        return step.label or (self.workflow.label(name) if self.workflow is not None else name)

    def step_done(self, name: str) -> Sentence:
        """What is said once it was taken; nothing where `shown_after` shows what it made."""
        step = self.steps[name]
        edge = self.workflow.steps.get(step.takes or name) if self.workflow is not None else None
        return step.done or (edge.done if edge is not None else "")

    def step_url(self, obj: models.Model, name: str) -> str:
        """The address of a step."""
        return step_of(obj, name)

    def step_view(self, request: HttpRequest, object_id: str, step: str) -> HttpResponse:
        """Ask what the step needs to know, then take it; a refusal is said on the same page, with its status.

        A step that cannot be taken asks nothing: its page says so and leads back.
        """
        obj = self.get_object(request, object_id)
        if obj is None or step not in self.steps:
            raise Http404
        declared = self.steps[step]
        if request.method != "POST":
            asks = step in self.open_steps(request, obj) and not self._obstacles(obj, step)
            form = self._step_form(request, declared, obj) if asks else None
            return self._step_page(request, obj, step, form, status=200)
        form = self._step_form(request, declared, obj)
        if not form.is_valid():
            return self._step_page(request, obj, step, form, status=self._why_not_taken(request, obj, form))
        try:
            made = self._take(request, declared, obj, form)
        except DomainError as error:
            show(form, error)
            return self._step_page(request, obj, step, form, status=error.status)
        shown = self.shown_after(request, obj, step, made)
        if shown is not None:
            return shown
        messages.success(request, str(self.step_done(step)))
        return HttpResponseRedirect(screen_of(obj))

    def _step_form(self, request: HttpRequest, step: Step, obj: models.Model) -> StepForm:
        posted = request.method == "POST"
        return (step.form or ConfirmForm)(
            request.POST if posted else None, request.FILES if posted else None, obj=obj, actor=actor_on(request)
        )

    def _why_not_taken(self, request: HttpRequest, obj: models.Model, form: StepForm) -> int:
        """The status: what was typed is at fault, unless somebody changed the row since its page was read."""
        seen = version_in(request.POST.get("seen_version", ""))
        stored = type(obj)._base_manager.filter(pk=obj.pk)
        if seen is None or not hasattr(obj, "version") or stored.filter(version=seen).exists():
            return RuleBroken.status
        overtaken = StaleVersion()
        show(form, overtaken)
        return overtaken.status

    def shown_after(self, request: HttpRequest, obj: Any, step: str, made: Any) -> HttpResponse | None:  # noqa: ARG002 -- a screen's own rows know
        """A page of its own with what the step made; None leads back to the row."""
        return None

    def _take(self, request: HttpRequest, step: Step, obj: models.Model, form: StepForm) -> Any:
        version = seen_version(request.POST.get("seen_version", "")) if hasattr(obj, "version") else None
        return step.service(obj, actor=actor_on(request), version=version, now=timezone.now(), **form.cleaned_data)

    def _step_page(
        self, request: HttpRequest, obj: models.Model, name: str, form: StepForm | None, *, status: int
    ) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": self._title(name),
            "opts": self.opts,
            "original": obj,
            "form": form,
            **(self._not_taken(request, obj, name) if form is None else {}),
            "confirm": self._to_confirm(obj, name),
            "warnings": self._warnings(request, obj, name),
            "seen_version": request.POST.get("seen_version") or getattr(obj, "version", ""),
        }
        own = f"admin/{self.opts.app_label}/{self.opts.model_name}/step.html"
        return TemplateResponse(request, [own, "admin/workbench/step.html"], context, status=status)

    def held_up(self, obj: models.Model, name: str) -> Sentence | None:  # noqa: ARG002 -- a screen's own rows know
        """What of the row itself, beside its state, keeps a step from being taken by anybody."""
        return None

    def _not_taken(self, request: HttpRequest, obj: models.Model, name: str) -> dict[str, Any]:
        """Why not, and the buttons of what comes first."""
        if name in self.open_steps(request, obj):
            return {"refused": PUT_RIGHT_FIRST, "obstacles": self._obstacles(obj, name)}
        held, edge = self.held_up(obj, name), self.steps[name].takes or name
        if held is not None or self.workflow is None or edge not in self.workflow.steps:
            return {"refused": held or NOT_NOW}
        why = why_not(self.workflow, obj, edge)
        buttons = [each for each, step in self.steps.items() if (step.takes or each) in why.first]
        first = [each for each in buttons if each in self.open_steps(request, obj)]
        elsewhere = set(why.first) & set(self.workflow.available(obj, actor_on(request)))
        known = [*map(self.step_label, first)] or [*map(self.workflow.label, sorted(elsewhere))]
        if why.first and not known:
            waiting = [told for each in buttons if (told := self.held_up(obj, each)) is not None]
            return {"refused": waiting[0] if waiting else in_words(FIRST_ELSEWHERE, self.workflow, obj)}
        links = [{"label": self.step_label(each), "url": self.step_url(obj, each)} for each in first]
        return {"refused": in_words(why.sentence, self.workflow, obj, listed(known)), "comes_first": links}

    def _title(self, name: str) -> str:
        return capfirst(str(self.step_label(name)))

    def _to_confirm(self, obj: models.Model, name: str) -> Sentence | None:
        said = self.steps[name].confirm
        return said(obj) if callable(said) else said

    def _warnings(self, request: HttpRequest, obj: models.Model, name: str) -> list[Sentence]:
        warned = self.steps[name].warnings
        return list(warned(obj, actor_on(request))) if warned is not None else []

    def _obstacles(self, obj: models.Model, name: str) -> list[Obstacle]:
        found = self.steps[name].obstacles
        return list(found(obj)) if found is not None else []

    def _buttons(self, request: HttpRequest, object_id: str | None) -> dict[str, Any]:
        obj = self.get_object(request, object_id) if object_id else None
        if obj is None:
            return {"workbench_steps": []}
        steps = [
            {"name": name, "label": self.step_label(name), "url": self.step_url(obj, name)}
            for name in self.open_steps(request, obj)
        ]
        return {"workbench_steps": steps, "show_delete": False}
