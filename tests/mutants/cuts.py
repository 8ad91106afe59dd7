"""Removes one cut while the tests look: the rows of a model for everybody, or for one function that asks for them.

Whether a removed cut would have hidden anything is judged by what is fetched in the end: a function that asks for the
rows of one plan, behind the door of that plan, hides nothing that the door has not hidden.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from functools import wraps
from types import FrameType
from typing import Any
from unittest.mock import patch

from django.db import models
from django.db.models.query import ModelIterable

from foundation.api.plan import statement
from khartoum.settings.base import BASE_DIR
from tests.canaries.rows import models_with_readers
from tests.mutants.sites import Site

MANAGERS = "django/db/models/manager.py"


@dataclass
class Given:
    """What one asking was given: every row, where only `kept` would have been seen."""

    kept: "models.QuerySet[Any]"
    might_hide: bool
    """The cut would have hidden a row, of all that this asking was about at that moment."""
    was_fetched: bool = False
    was_nested: bool = False
    """Part of another query: what came of it is not seen here."""
    hid: bool = False

    def fetched(self, rows: "models.QuerySet[Any]") -> None:
        """Note whether any of these rows would have been hidden."""
        self.was_fetched = True
        if issubclass(rows._iterable_class, ModelIterable):
            keys = {row.pk for row in rows._result_cache}
            self.hid = self.hid or keys != set(self.kept.order_by().filter(pk__in=keys).values_list("pk", flat=True))
        else:
            self.counted(rows)

    def counted(self, rows: "models.QuerySet[Any]") -> None:
        """Note whether any of the rows that this is a number or a value of would have been hidden."""
        self.was_fetched = True
        if rows.query.is_sliced or rows.query.combinator:
            self.was_nested = True
        else:
            bare = models.QuerySet(rows.model, rows.query.chain())
            self.hid = self.hid or bare.order_by().exclude(pk__in=self.kept.order_by().values("pk")).exists()

    @property
    def has_hidden(self) -> bool:
        """Where nobody looked at the rows themselves, what might have been counts."""
        return self.hid or (self.might_hide and (self.was_nested or not self.was_fetched))


class Cuts:
    """Stands in the way of every `visible_to`: notes who asks, and gives everything where it is told to."""

    def __init__(self) -> None:
        self.asked: set[Site] = set()
        """Who has asked since this was last emptied."""
        self.site: Site | None = None
        self.model: type[models.Model] | None = None
        self.given: list[Given] = []

    @property
    def has_hidden(self) -> bool:
        """Whether what was last removed would have hidden a row from somebody."""
        return any(given.has_hidden for given in self.given)

    @contextmanager
    def removed(self, what: "Site | type[models.Model]") -> Iterator["Cuts"]:
        """While inside, the rows of this model are everybody's: all of them, or those this one function asks for."""
        self.site, self.model = (what, None) if isinstance(what, Site) else (None, what)
        self.given = []
        try:
            yield self
        finally:
            self.site = self.model = None

    def is_removed(self, rows: "models.QuerySet[Any]", site: Site) -> bool:
        return site == self.site or rows.model is self.model

    def gives(self, rows: "models.QuerySet[Any]", kept: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        """Everything, marked: what is made of it is watched until it is fetched."""
        might_hide = rows.exclude(pk__in=kept.order_by().values("pk")).exists()
        everything = rows.all()
        everything._given = Given(kept, might_hide)
        self.given.append(everything._given)
        return everything


CUTS = Cuts()


@contextmanager
def every_cut_watched() -> Iterator[Cuts]:
    """Put `CUTS` before every `visible_to` of the house, and watch what becomes of the rows it gives."""
    classes = {cls for model in models_with_readers() for cls in type(model._default_manager.all()).__mro__}
    with ExitStack() as until_then:
        for cls in classes:
            if "visible_to" in vars(cls):
                until_then.enter_context(patch.object(cls, "visible_to", _watched(vars(cls)["visible_to"])))
        # A statement of the API that is kept would keep the cut too; and to watch a cut is to ask the database.
        until_then.enter_context(patch.object(statement, "MOST_KEPT", 0))
        until_then.enter_context(patch.object(statement, "_no_queries", nullcontext))
        statement.forget()
        for name, watched in WATCHED.items():
            until_then.enter_context(patch.object(models.QuerySet, name, watched(vars(models.QuerySet)[name])))
        yield CUTS


def _marked(clone: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(clone)
    def marked(rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        made = clone(rows)
        if hasattr(rows, "_given"):
            made._given = rows._given
        return made

    return marked


def _seen(fetch_all: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(fetch_all)
    def seen(rows: "models.QuerySet[Any]") -> None:
        is_new = rows._result_cache is None
        fetch_all(rows)
        if is_new and hasattr(rows, "_given"):
            rows._given.fetched(rows)

    return seen


def _numbered(count: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(count)
    def numbered(rows: "models.QuerySet[Any]", *args: Any, **kwargs: Any) -> Any:
        if hasattr(rows, "_given") and rows._result_cache is None:
            rows._given.counted(rows)
        return count(rows, *args, **kwargs)

    return numbered


def _nested(resolve: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(resolve)
    def nested(rows: "models.QuerySet[Any]", *args: Any, **kwargs: Any) -> Any:
        if hasattr(rows, "_given"):
            rows._given.was_nested = True
        return resolve(rows, *args, **kwargs)

    return nested


WATCHED = {
    "_clone": _marked,
    "_fetch_all": _seen,
    "count": _numbered,
    "exists": _numbered,
    "aggregate": _numbered,
    "resolve_expression": _nested,
}


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
