"""The rooms of the workbench and their lists: named, sorted and addressed once for each language, not at each page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.contrib.admin import ModelAdmin
from django.db import models
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, override

from foundation.search.folding import fold

ORDER = (
    "reports",
    "meetings",
    "actionplan",
    "documents",
    "parties",
    "accounts",
    "notifications",
    "integrations",
    "outbox",
)
"""The rooms in the order of the work, not of the alphabet."""
Screens = Mapping[type[models.Model], ModelAdmin]


@dataclass(frozen=True)
class Listed:
    """One list of a room: its name in one language and its addresses."""

    screen: ModelAdmin
    name: str
    address: str
    adding: str


@dataclass(frozen=True)
class Room:
    """One app of the workbench in one language."""

    label: str
    name: str
    address: str
    lists: tuple[Listed, ...]


def rooms_of(screens: Screens) -> tuple[Room, ...]:
    """The rooms in the reader's language."""
    return _rooms(tuple(screens.items()), get_language() or "en", get_script_prefix())


def as_stock_templates_read(room: Room, request: HttpRequest) -> dict[str, Any]:
    """A room in the words that the admin's templates use: lists that stand by themselves; who may add is led there."""
    lists = [
        {
            "name": listed.name,
            "object_name": listed.screen.opts.object_name,
            "admin_url": listed.address,
            "add_url": listed.adding if listed.screen.has_add_permission(request) else None,
            "current": request.path.startswith(listed.address),
        }
        for listed in room.lists
        if listed.screen.has_module_permission(request)
    ]
    return {"name": room.name, "app_label": room.label, "app_url": room.address, "models": lists}


@lru_cache(maxsize=16)
def _rooms(screens: tuple[tuple[type[models.Model], ModelAdmin], ...], language: str, _prefix: str) -> tuple[Room, ...]:
    by_app: dict[str, list[Listed]] = {}
    with override(language):
        for model, screen in screens:
            by_app.setdefault(model._meta.app_label, []).append(_listed(model, screen))
        return tuple(_room(label, by_app[label]) for label in sorted(by_app, key=_place))


def _place(label: str) -> tuple[int, str]:
    return (ORDER.index(label) if label in ORDER else len(ORDER), label)


def _room(label: str, lists: Iterable[Listed]) -> Room:
    name = str(apps.get_app_config(label).verbose_name)
    address = reverse("admin:app_list", kwargs={"app_label": label})
    return Room(label, name, address, tuple(sorted(lists, key=lambda listed: fold(listed.name).casefold())))


def _listed(model: type[models.Model], screen: ModelAdmin) -> Listed:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    return Listed(
        screen, capfirst(str(model._meta.verbose_name_plural)), reverse(f"{name}_changelist"), reverse(f"{name}_add")
    )
