"""The page of one step of a ladder: its day, way, offices and words, tried before they are saved."""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.helpers import AdminErrorList
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from foundation.actors import actor_on
from foundation.admin import WorkbenchAdmin
from foundation.errors import Sentence
from foundation.reference import by_code
from foundation.screens import screen_of
from notifications.forms import LadderStepForm
from notifications.models import Ladder, LadderStep
from notifications.permissions import can_edit_ladder
from notifications.services import ladders
from notifications.trial import StepTrial, reached
from parties.models import Office

TRY = "_try"
"""The button that shows what a step would bring, and saves nothing."""


def ladder_of(form: Any) -> Ladder | None:
    """Of the step in this form, as far as it names one."""
    if form.instance.ladder_id is not None:
        return cast("Ladder", form.instance.ladder)
    try:
        return cast("Ladder", form.fields["ladder"].clean(form["ladder"].value()))
    except ValidationError:
        return None


@admin.register(LadderStep)
class LadderStepAdmin(WorkbenchAdmin):
    """The day, the way, the offices and the words of one step, tried before it is saved; reached from its ladder."""

    form = LadderStepForm
    list_display = ("ladder", "anchor", "offset_days", "channel", "is_automatic", "is_used")
    list_select_related = ("ladder",)
    fields = (
        "ladder",
        "anchor",
        "offset_days",
        "channel",
        "offices",
        "is_automatic",
        "is_used",
        *(f"{name}_{code}" for code in ("en", "fr", "ar") for name in ("subject", "text")),
    )
    readonly_fields = ("reached", "is_automatic")
    save_service = staticmethod(ladders.save_step)
    may_add = staticmethod(can_edit_ladder)
    may_change = staticmethod(can_edit_ladder)
    change_form_template = "admin/notifications/ladderstep/change_form.html"

    @admin.display(description=_("offices"))
    def reached(self, step: LadderStep) -> Sentence:
        """To whom it goes, in words."""
        return reached(step, by_code(Office))

    def has_module_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- Django's signature
        """Not on the index."""
        return False

    def get_fields(self, request: HttpRequest, obj: LadderStep | None = None) -> Any:
        """Whoever may not change it reads its offices by their names."""
        if obj is None or self.has_change_permission(request, obj):
            return self.fields
        return ["reached" if name == "offices" else name for name in self.fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ARG002 -- Django's signature
        """A step stays in its ladder."""
        return self.readonly_fields if obj is None else ("ladder", *self.readonly_fields)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        """As everywhere; what is only tried comes back as it was typed."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.is_tried = TRY in request.POST
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """As everywhere, with the simulator under it for whoever may save the step."""
        form, step = context["adminform"].form, context["original"]
        may = self.has_add_permission(request) if step is None else self.has_change_permission(request, step)
        ladder = ladder_of(form) if may else None
        told: dict[str, Any] = {"show_save_and_add_another": False}
        if ladder is not None:
            typed = request.POST if TRY in request.POST else None
            trial = StepTrial(ladder, typed, step=form, now=actor_on(request).now, kept=request.POST)
            told |= {"trial": trial, "errors": AdminErrorList(form, ())}
        response = super().render_change_form(request, {**context, **told}, *args, **kwargs)
        response.status_code = told["trial"].status if "trial" in told else response.status_code
        return response

    def told_after(self, request: HttpRequest, saved: LadderStep) -> Iterable[Sentence]:  # noqa: ARG002 -- as there
        """By whom it is sent follows from its offices."""
        if not saved.is_automatic:
            yield _("At its moment it is prepared, and waits for the Presidency to send it.")

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:  # noqa: ARG002 -- as above
        """Back to its ladder."""
        return redirect(screen_of(obj.ladder))

    response_post_save_change = response_post_save_add
