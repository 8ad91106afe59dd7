"""Every place where the house decides who may see what: found in the models and in the source, so none is forgotten."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib import admin
from rest_framework.serializers import ModelSerializer

import khartoum.api  # noqa: F401 -- its views are found as subclasses
from foundation.actors import system
from foundation.api.pieces import PieceViewSet
from foundation.api.views import ReadViewSet
from foundation.search.registry import kinds
from khartoum.pages.staff_requests import ABOUT
from khartoum.settings.base import BASE_DIR
from tests.canaries.rows import models_with_readers
from tests.foundation.api.stock import look_ahead

ROOMS = ("foundation", "parties", "integrations", "notifications", "documents", "meetings", "actionplan", "reports")
ROOMS += ("khartoum",)
API = ("foundation/api/views.py", "ReadViewSet.get_queryset")
SCREENS = ("foundation/visible.py", "SeesOnlyVisible.get_queryset")
CHOICES = ("foundation/visible.py", "_visible")
SEARCH = ("foundation/search/registry.py", "Findable.visible_to")
PLAN = ("foundation/api/plan/cuts.py", "seen")
WAITING = ("khartoum/pages/staff_requests.py", "_subjects")
SHARED = {API, SCREENS, CHOICES, SEARCH, PLAN, WAITING}
"""One line of source that serves many views: each view is a site of its own."""
OF_THE_REGISTRY = {"one", "self", "kinds()[kind]"}
"""What a search calls the kinds that may be found: they ask the rows themselves, at `SEARCH`."""
CALLED_OTHERWISE = {"files_of(contribution)": "Attachment"}
"""Rows that are not named by their model."""


@dataclass(frozen=True)
class Site:
    """A function that asks for the rows of a model that its reader may see."""

    file: str
    function: str
    model: str

    def __str__(self) -> str:
        return f"{self.model} in {self.file}:{self.function}"


@cache
def sites() -> tuple[Site, ...]:
    """The views, selectors, forms and screens that ask `visible_to`; what the models ask of each other is theirs."""
    written = [site for path in _sources() for site in _asked_in(path)]
    assert {(site.file, site.function) for site in written if site.model == "*"} <= SHARED, "Name the model there."
    named = {site for site in written if site.model != "*"}
    return tuple(sorted(named | set(_shared()), key=str))


def _sources() -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((BASE_DIR / room).rglob("*.py")):
            parts = path.relative_to(BASE_DIR).parts
            if not {"migrations", "models", "models.py"} & set(parts):
                yield path


def _asked_in(path: Path) -> Iterator[Site]:
    names = {model._meta.object_name for model in models_with_readers()}
    file = str(path.relative_to(BASE_DIR))

    def walk(node: ast.AST, scope: tuple[str, ...]) -> Iterator[Site]:
        for child in ast.iter_child_nodes(node):
            inner = scope
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                within = "<locals>." if scope and isinstance(node, ast.FunctionDef) else ""
                inner = (*scope, within + child.name)
            if (
                isinstance(child, ast.Call)
                and isinstance(child.func, ast.Attribute)
                and child.func.attr == "visible_to"
            ):
                rows = ast.unparse(child.func.value).removesuffix(".objects")
                model = CALLED_OTHERWISE.get(rows, rows)
                if rows not in OF_THE_REGISTRY:
                    yield Site(file, ".".join(inner), model if model in names else "*")
            yield from walk(child, inner)

    yield from walk(ast.parse(path.read_text()), ())


def _shared() -> Iterator[Site]:
    names = {model: model._meta.object_name for model in models_with_readers()}
    for view in _subclasses(ReadViewSet):
        if getattr(view, "model", None) in names and not issubclass(view, PieceViewSet):
            yield Site(*API, names[view.model])
            yield from (Site(*PLAN, names[model]) for model in _named_by(view) if model in names)
    for screen in admin.site._registry.values():
        shown = [screen.model, *(inline.model for inline in screen.inlines)]
        yield from (Site(*SCREENS, names[model]) for model in shown if model in names)
    yield from (Site(*WAITING, names[model]) for model in ABOUT if model in names)
    yield from (Site(*CHOICES, name) for name in names.values())
    yield from (Site(*SEARCH, names[kind.model]) for kind in kinds().values())


def _named_by(view: type[ReadViewSet]) -> set[type]:
    """The models whose rows the answers of a view name, where the plan reads them."""
    if not issubclass(view.serializer_class, ModelSerializer):
        return set()
    found: dict[str, Any] = {}
    look_ahead(view.serializer_class(), view.model, system(), "", found)  # type: ignore[misc]  # -- every view has one
    return {prefetch.queryset.model for prefetch in found.values()}


def _subclasses(cls: type) -> Iterator[type]:
    for one in cls.__subclasses__():
        yield one
        yield from _subclasses(one)
