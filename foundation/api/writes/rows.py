"""Many rows in one call: every one is told what became of it, once everything is committed.

The body is on disk before the transaction begins, so that no slow sender holds a lock.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.request import Request

from foundation.api.errors import InBody, told_as
from foundation.api.parsers import TooLarge
from foundation.api.renderers import OrjsonRenderer, encode
from foundation.api.views import JSON
from foundation.api.writes.body import Sent
from foundation.api.writes.once import Kept, asked_of, once
from foundation.api.writes.stream import NDJSON, ListOfRows, Ndjson, NdjsonAnswer
from foundation.api.writes.views import WriteViewSet
from foundation.imports import Fault, Line, TooManyLines, lines_of_ndjson
from foundation.wording import localnumber

MOST_ROWS, MOST_TOLD = 10_000, 200
HOW = {
    "dry_run": "`true`: say what would become of each row, and write nothing.",
    "atomic": "`true`: write every row or none. `false`: write what is right, and say what is wrong with the rest.",
}
AS_A_RULE = {"dry_run": False, "atomic": True}
FORM = OpenApiParameter(
    "format", str, enum=["ndjson", "json"], description="The form of the answer; NDJSON where nothing is said."
)


class How(NamedTuple):
    """How the rows are to be taken."""

    trial: bool
    whole: bool


class Told(NamedTuple):
    """What became of one row: `said` is told of it besides its number and its faults."""

    number: int
    said: dict[str, Any]
    faults: Iterable[Fault]


Reception = Callable[[Any, Any, Iterator[Line], How], Iterable[Told]]
"""Takes rows for what the call is about, by one service."""


class RowsRefused(InBody):
    """Of a call that is taken as a whole, some rows are not right."""

    def __init__(self, told: list[dict[str, str]]) -> None:
        self.told = told
        super().__init__()


class RowsViewSet(WriteViewSet):
    """Reads as a `ReadViewSet` does, and takes many rows by one POST; a subclass says what they are for: `subject`."""

    parser_classes = (Ndjson, ListOfRows)

    def subject(self, request: Request) -> Any:
        """What the rows are for, as far as the sender may see it; `asks` of the action declares its parameters."""
        raise NotImplementedError

    def shaping(self) -> frozenset[str]:
        """What becomes of rows is told in one way."""
        return frozenset() if self._writes() else super().shaping()

    def _known(self) -> frozenset[str]:
        if not self._writes():
            return super()._known()
        return frozenset(one.name for one in getattr(self, str(self.action)).asks)

    def get_renderers(self) -> Any:
        """Row after row, or all in one object."""
        return [NdjsonAnswer(), OrjsonRenderer()] if self._writes() else super().get_renderers()

    def receive(self, request: Request, do: Reception) -> HttpResponse:
        """Take the rows, once for the request's key."""
        self._check_known()
        how, asked = how_of(request), asked_of(request, self.actor)
        subject = self.subject(request)

        def effect() -> Kept:
            try:
                told = list(do(self, subject, lines_of_ndjson(_body_of(request), most=MOST_ROWS), how))
            except TooManyLines:
                sentence = _("One call takes %(most)s rows at most. Send them in several calls.")
                raise TooLarge(sentence % {"most": localnumber(MOST_ROWS)}) from None
            if not told:
                raise ParseError(_("Send one row at least."))
            if how.whole:
                _check_all_right(told)
            return Kept(200, {}, b"\n".join(map(_as_json, told)).decode())

        answer, again = once(asked, effect)
        return self._in_form(request, answer, again=again)

    def _in_form(self, request: Request, answer: Kept, *, again: bool) -> HttpResponse:
        headers = {"Idempotent-Replayed": "true"} if again else {}
        if isinstance(request.accepted_renderer, OrjsonRenderer):
            body, form = '{"results":[' + answer.body.replace("\n", ",") + "]}", JSON
        else:
            body, form = answer.body + "\n", NDJSON
        return HttpResponse(body, content_type=form, status=answer.status, headers=headers)


def receiving(row: type[Sent], told: type[serializers.Serializer[Any]], *asks: OpenApiParameter) -> Any:
    """The method `create` of a view of rows. `row` and `told` describe what is sent and answered; `asks` for what."""

    def named(do: Reception) -> Any:
        @wraps(do)
        def act(self: RowsViewSet, request: Request, **_kwargs: Any) -> HttpResponse:
            return self.receive(request, do)

        how = [OpenApiParameter(name, bool, description=said, default=AS_A_RULE[name]) for name, said in HOW.items()]
        act.sent, act.is_conditional, act.told, act.asks = row, False, told, [*asks, *how, FORM]  # type: ignore[attr-defined]  # -- what the description says of it
        return act

    return named


def how_of(request: Request) -> How:
    """How the rows are to be taken. Raises `ValidationError` for anything but `true` and `false`."""
    told = {name: request.query_params.get(name, str(usual).lower()) for name, usual in AS_A_RULE.items()}
    wrong = {name: [_("Say true or false.")] for name, value in told.items() if value not in {"true", "false"}}
    if wrong:
        raise ValidationError(wrong, code="invalid")
    return How(trial=told["dry_run"] == "true", whole=told["atomic"] == "true")


def errors_of(one: Told) -> list[dict[str, str]]:
    """What is wrong with a row, as every refusal of the API says it; the pointer begins with the row's number."""
    return [told_as(fault.code, str(fault.sentence), f"/rows/{one.number}{fault.pointer}") for fault in one.faults]


def _body_of(request: Request) -> Any:
    """The file that a parser made of the body; an empty body comes by none."""
    if not hasattr(request.data, "readline"):
        raise ParseError(_("Send one row at least."))
    return request.data


def _check_all_right(told: Iterable[Told]) -> None:
    wrong: list[dict[str, str]] = []
    for one in told:
        wrong += errors_of(one)
        if len(wrong) >= MOST_TOLD:
            break
    if wrong:
        raise RowsRefused(wrong[:MOST_TOLD])


def _as_json(one: Told) -> bytes:
    return encode({"row": one.number, **one.said, "errors": errors_of(one)})
