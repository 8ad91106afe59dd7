"""The base of every endpoint that is written to: the row, what was seen of it, what is sent, the effect, the answer."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import models, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from foundation.api.parsers import unannounced
from foundation.api.views import JSON, ReadViewSet
from foundation.api.writes.body import Sent, placed, values_of
from foundation.api.writes.conditions import Stale, version_of, versions_seen
from foundation.api.writes.once import Kept, asked_of, once
from foundation.errors import RuleBroken, StaleVersion

Change = Callable[[Any, Any, dict[str, Any], int], object]
"""Changes a row of the view, seen at a version, by what was sent: a call of one service."""
Creation = Callable[[Any, dict[str, Any]], models.Model]
"""Makes a row of what was sent, by one service."""
Described = type[serializers.Serializer[Any]]
Removal = Callable[[Any, Any, int], None]
"""Removes a row of the view, seen at a version, by one service."""


class WriteViewSet(ReadViewSet):
    """Reads as a `ReadViewSet` does; what is written is answered with the row as it is read then."""

    def shaping(self) -> frozenset[str]:
        """Of the answer to a write, the language can be chosen."""
        return frozenset({"language"}) if self._writes() else super().shaping()

    def _known(self) -> frozenset[str]:
        return frozenset({"format", "language"}) if self._writes() else super()._known()

    def _filters(self) -> frozenset[str]:
        """Nothing that is written is filtered."""
        return frozenset() if self._writes() else super()._filters()

    def _writes(self) -> bool:
        return hasattr(getattr(self, self.action or "", None), "sent")

    def initialize_request(self, request: Any, *args: Any, **kwargs: Any) -> Request:
        """The request; its body too where nobody says beforehand how long it is."""
        made = super().initialize_request(request, *args, **kwargs)
        body = unannounced(request)
        if body is not None:
            made._stream = body  # noqa: SLF001 -- DRF takes a request without a length for one without a body
        return made

    @property
    def by(self) -> dict[str, Any]:
        """Who writes, and when, as every service asks for it."""
        return {"actor": self.actor, "now": self.actor.now}

    def change(self, request: Request, do: Change, sent: type[Sent]) -> HttpResponse:
        """Change the row of the address. A POST is carried out once for its key; the others are safe to repeat."""
        self._check_known()
        uuid = self.kwargs[self.lookup_field]
        row = get_object_or_404(self.get_queryset(), **{self.lookup_field: uuid})
        seen = versions_seen(request)
        is_step = request.method == "POST"
        asked = asked_of(request, self.actor) if is_step else None
        values = values_of(request, sent)

        def effect() -> Kept:
            do(self, row, values, version_of(row, seen))
            return self._now(200, uuid)

        try:
            answer, again = _carried_out(effect, sent) if asked is None else once(asked, lambda: _told(effect, sent))
        except StaleVersion as error:
            raise self._overtaken(uuid) from error
        return self.answered(_answer(answer, again=again))

    def remove(self, request: Request, do: Removal) -> HttpResponse:
        """Remove the row of the address; asked again, it is not there any more."""
        self._check_known()
        uuid = self.kwargs[self.lookup_field]
        row = get_object_or_404(self.get_queryset(), **{self.lookup_field: uuid})
        seen = versions_seen(request)
        try:
            with transaction.atomic():
                do(self, row, version_of(row, seen))
        except StaleVersion as error:
            raise self._overtaken(uuid) from error
        return HttpResponse(status=204)

    def make(self, request: Request, do: Creation, sent: type[Sent]) -> HttpResponse:
        """Make a row, once for the request's key."""
        self._check_known()
        asked = asked_of(request, self.actor)
        values = values_of(request, sent)

        def effect() -> Kept:
            made: Any = do(self, values)
            answer = self._now(201, made.uuid)
            answer.headers["Location"] = request.build_absolute_uri(f"{request.path}{made.uuid}/")
            return answer

        answer, again = once(asked, lambda: _told(effect, sent))
        return self.answered(_answer(answer, again=again))

    def answered(self, answer: HttpResponse) -> HttpResponse:
        """The answer as it goes out, the first time and again; a subclass adds what must not be kept with it."""
        return answer

    def _check_known(self) -> None:
        if self.actor.kind == "anonymous":
            raise NotAuthenticated

    def _overtaken(self, uuid: Any) -> Stale:
        current = self._now(412, uuid)
        return Stale(current.body, current.headers)

    def _now(self, status: int, uuid: Any) -> Kept:
        """The row as it is read now."""
        found = self.present(self.request, uuid)
        if found is None:
            raise Http404
        return Kept(status, found.headers, found.text)


def _told(effect: Callable[[], Kept], sent: type[Sent]) -> Kept:
    try:
        return effect()
    except RuleBroken as error:
        raise placed(error, sent) from error


def _carried_out(effect: Callable[[], Kept], sent: type[Sent]) -> tuple[Kept, bool]:
    with transaction.atomic():
        return _told(effect, sent), False


def _answer(answer: Kept, *, again: bool) -> HttpResponse:
    headers = {**answer.headers, "Idempotent-Replayed": "true"} if again else answer.headers
    return HttpResponse(answer.body, content_type=JSON, status=answer.status, headers=headers)


def changing(sent: type[Sent] = Sent, *, told: Described | None = None) -> Callable[[Change], Any]:
    """A method of a view that changes the row of its address: `update`, `partial_update`."""

    def named(do: Change) -> Any:
        @wraps(do)
        def act(self: WriteViewSet, request: Request, **_kwargs: Any) -> HttpResponse:
            return self.change(request, do, sent)

        act.sent, act.is_conditional, act.told = sent, True, told  # type: ignore[attr-defined]  # -- what the description says of it
        return act

    return named


def removing(do: Removal) -> Any:
    """The method `destroy` of a view."""

    @wraps(do)
    def act(self: WriteViewSet, request: Request, **_kwargs: Any) -> HttpResponse:
        return self.remove(request, do)

    act.sent, act.is_conditional = Sent, True  # type: ignore[attr-defined]  # -- as above
    return act


def step(path: str, sent: type[Sent] = Sent, *, told: Described | None = None) -> Callable[[Change], Any]:
    """A step of the row's workflow: a POST of its own under this name. `told` describes another answer than the row."""
    named = changing(sent, told=told)
    return lambda do: action(detail=True, methods=["post"], url_path=path, filterset_class=None)(named(do))


def creating(sent: type[Sent], *, told: Described | None = None) -> Callable[[Creation], Any]:
    """The method `create` of a view. `told` describes another answer than the row."""

    def named(do: Creation) -> Any:
        @wraps(do)
        def act(self: WriteViewSet, request: Request, **_kwargs: Any) -> HttpResponse:
            return self.make(request, do, sent)

        act.sent, act.is_conditional, act.told = sent, False, told  # type: ignore[attr-defined]  # -- as above
        return act

    return named
