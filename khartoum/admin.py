"""The admin site: who may enter is asked of the offices in force, and only workbench screens are admitted."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from foundation.accounts.models import User
from foundation.accounts.second_factor import lacks_second_factor
from foundation.actors import actor_on
from foundation.admin import WorkbenchAdmin
from foundation.steps import TakesSteps
from khartoum.onward import keep_going_to
from khartoum.pages.workbench import what_is_due
from khartoum.rooms import as_stock_templates_read, rooms_of


class WorkbenchSite(admin.AdminSite):
    """The workbench of Presidency and Secretariat."""

    site_header = _("Khartoum Process")
    site_title = _("Khartoum Process")
    index_title = _("Workbench")
    empty_value_display = "–"

    def register(
        self,
        model_or_iterable: type[models.Model] | Iterable[type[models.Model]],
        admin_class: Any = None,
        **options: Any,
    ) -> None:
        """Admit screens that write through services; the screens that libraries bring would write past them."""
        if admin_class is not None and issubclass(admin_class, WorkbenchAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What is due now comes first, then the rooms."""

        def onward(row: models.Model) -> Mapping[str, Any] | None:
            screen = self.get_model_admin(type(row))
            return screen.comes_next(request, row) if isinstance(screen, TakesSteps) else None

        now = what_is_due(actor_on(request), now=timezone.now(), onward=onward)
        return super().index(request, {**(extra_context or {}), "now": now})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The rooms in the order of the work; in each, what its reader may add to. Nothing for who is not staff."""
        if not opens_workbench(request):
            return []
        rooms = (room for room in rooms_of(self._registry) if app_label in (None, room.label))
        read = (as_stock_templates_read(room, request) for room in rooms)
        return [room for room in read if room["models"]]

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The page of a room is headed by its name."""
        title = next((room["name"] for room in self.get_app_list(request, app_label)), "")
        return super().app_index(request, app_label, {"title": title, **(extra_context or {})})

    def has_permission(self, request: HttpRequest) -> bool:
        """Only an office of the Presidency or the Secretariat opens the admin site."""
        return bool(request.user.is_active) and opens_workbench(request) and not _lacks_factor(request)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        """Read and posted to; any other method is refused before anything is asked."""
        return require_http_methods(["GET", "HEAD", "POST"])(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002 -- Django's signature
        """There is one sign-in, the site's own; a person whose office does not open the workbench is told so.

        Whose office opens it, but not with a password alone, is led to the page where a second factor is added; from
        there they go on to the page they asked for.
        """
        if opens_workbench(request) and _lacks_factor(request):
            keep_going_to(request)
            return redirect(f"{reverse('mfa_index')}?needed=1")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or reverse(f"{self.name}:index"))


def opens_workbench(request: HttpRequest) -> bool:
    """Whether the office worn on this request reads the workbench."""
    return actor_on(request).reads_as_staff


def _lacks_factor(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and lacks_second_factor(request.user)
