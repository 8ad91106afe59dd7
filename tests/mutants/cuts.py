"""Removes one cut while the tests look: the rows of a model for everybody, or for one function that asks for them."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import FrameType
from typing import Any

from django.db import models

from khartoum.settings.base import BASE_DIR
from tests.canaries.rows import models_with_readers
from tests.mutants.sites import Site

MANAGERS = "django/db/models/manager.py"


class Cuts:
    """Stands in the way of every `visible_to`: notes who asks, and gives everything where it is told to."""

    def __init__(self) -> None:
        self.asked: set[Site] = set()
        """Who has asked since this was last emptied."""
        self.site: Site | None = None
        self.model: type[models.Model] | None = None
        self.has_hidden = False
        """Whether what was removed would have hidden a row from somebody."""

    @contextmanager
    def removed(self, what: "Site | type[models.Model]") -> Iterator["Cuts"]:
        """While inside, the rows of this model are everybody's: all of them, or those this one function asks for."""
        self.site, self.model = (what, None) if isinstance(what, Site) else (None, what)
        self.has_hidden = False
        try:
            yield self
        finally:
            self.site = self.model = None

    def is_removed(self, rows: "models.QuerySet[Any]", site: Site) -> bool:
        return site == self.site or rows.model is self.model

    def gives(self, rows: "models.QuerySet[Any]", kept: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        """Everything; and notes whether that is more than before."""
        self.has_hidden = self.has_hidden or rows.exclude(pk__in=kept.order_by().values("pk")).exists()
        return rows


CUTS = Cuts()


@contextmanager
def every_cut_watched() -> Iterator[Cuts]:
    """Put `CUTS` before every `visible_to` of the house."""
    classes = {cls for model in models_with_readers() for cls in type(model._default_manager.all()).__mro__}
    watched = {cls: vars(cls)["visible_to"] for cls in classes if "visible_to" in vars(cls)}
    for cls, original in watched.items():
        cls.visible_to = _watched(original)
    try:
        yield CUTS
    finally:
        for cls, original in watched.items():
            cls.visible_to = original


def _watched(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def visible_to(rows: "models.QuerySet[Any]", actor: Any) -> "models.QuerySet[Any]":
        site = _caller(sys._getframe(1), rows.model)
        CUTS.asked.add(site)
        kept = original(rows, actor)
        return CUTS.gives(rows, kept) if CUTS.is_removed(rows, site) else kept

    return visible_to


def _caller(frame: FrameType | None, model: type[models.Model]) -> Site:
    while frame is not None and frame.f_code.co_filename.endswith(MANAGERS):
        frame = frame.f_back
    assert frame is not None
    file = frame.f_code.co_filename.removeprefix(f"{BASE_DIR}/")
    function = frame.f_code.co_qualname.partition(".<locals>.<")[0]
    return Site(file, function, str(model._meta.object_name))
