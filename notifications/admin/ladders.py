"""Ladders in the workbench: the steps of each in a table, and the simulator that tries them."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from foundation.actors import actor_on
from foundation.admin import WorkbenchAdmin
from foundation.errors import Sentence
from foundation.reference import by_code
from foundation.rows import WorkbenchInline
from notifications.models import Ladder, LadderStep
from notifications.permissions import can_edit_ladder
from notifications.registry import label_of
from notifications.services import ladders
from notifications.trial import LadderTrial, reached
from parties.models import Office


class LadderStepInline(WorkbenchInline):
    """The steps of a ladder, each with a page of its own for its offices and words."""

    model = LadderStep
    fields = ("anchor", "offset_days", "channel", "reached", "is_automatic", "is_used")
    readonly_fields = ("reached", "is_automatic")
    max_num = 0
    show_change_link = True

    @cached_property
    def offices(self) -> dict[str, Office]:
        """By their codes, for all rows of a page."""
        return by_code(Office)

    @admin.display(description=_("offices"))
    def reached(self, step: LadderStep) -> Sentence:
        """To whom it goes, in words."""
        return reached(step, self.offices)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 -- Django's signature
        """A step comes with its offices and words, on a page of its own: none is added here, whatever is sent."""
        return False


@admin.register(Ladder)
class LadderAdmin(WorkbenchAdmin):
    """How people are reminded of each kind of request."""

    list_display = ("name", "about", "is_used")
    search_fields = ("kind", "name_en", "name_fr", "name_ar")
    fields = ("about", "name_en", "name_fr", "name_ar", "is_used")
    readonly_fields = ("about",)
    inlines = (LadderStepInline,)
    save_service = staticmethod(ladders.save_ladder)
    may_change = staticmethod(can_edit_ladder)
    change_form_template = "admin/notifications/ladder/change_form.html"

    @admin.display(description=_("kind of request"), ordering="kind")
    def about(self, ladder: Ladder) -> Sentence:
        """What is asked, in words."""
        return label_of(ladder.kind, str(ladder))

    def get_urls(self) -> list[URLPattern]:
        """And the simulator."""
        view = self.admin_site.admin_view(self.simulator)
        return [path("<path:object_id>/simulator/", view, name="notifications_ladder_simulator"), *super().get_urls()]

    def simulator(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Who would get what, when and why, with the steps as they are typed; nothing is written."""
        ladder = self.get_object(request, object_id)
        if ladder is None or request.method not in {"GET", "HEAD", "POST"}:
            raise Http404
        trial = LadderTrial(ladder, request.POST if request.method == "POST" else None, now=actor_on(request).now)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Simulator"),
            "opts": self.opts,
            "original": ladder,
            "trial": trial,
            "may_change": can_edit_ladder(actor_on(request), ladder),
        }
        template = "admin/notifications/ladder/simulator.html"
        return TemplateResponse(request, template, context, status=trial.status)
