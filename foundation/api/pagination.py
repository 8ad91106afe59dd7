"""Keyset pages: flat in cost at any depth, with signed cursors and the envelope `{next, previous, results}`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

Place = tuple[bool, list[str]]
"""Whether the way leads back, and the values of the row where it begins."""


@dataclass(frozen=True)
class Page:
    """The rows of one page and one more, which tells whether another page follows."""

    rows: "QuerySet[Any]"
    order: tuple[str, ...]
    size: int
    place: Place | None

    @property
    def leads_back(self) -> bool:
        """Whether the page lies before the row it was asked from."""
        return self.place is not None and self.place[0]


class KeysetPagination(BasePagination):
    """The page of every list; a view names its total `ordering`, whose columns are never empty."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    cursor_query_param = "cursor"
    count_query_param = "count"

    @staticmethod
    def of(view: Any) -> "KeysetPagination":
        """The pages of a view's list."""
        pages: KeysetPagination = view.paginator
        return pages

    def order(self, request: Request, view: Any) -> tuple[str, ...]:
        """The view's own order, or the one asked for of those it offers."""
        asked = request.query_params.get("ordering")
        if asked is None:
            return tuple(view.ordering)
        offered = view.orderings
        name = asked.removeprefix("-")
        if name not in offered:
            sentence = _("Choose one of these: %(orders)s.") % {"orders": ", ".join(sorted(offered))}
            raise ValidationError({"ordering": [sentence]}, code="invalid")
        return tuple(offered[name]) if asked == name else turned(offered[name])

    def page(self, rows: "QuerySet[Any]", request: Request, view: Any) -> Page:
        """The rows of the page that the request asks for."""
        order, size = self.order(request, view), self.get_page_size(request)
        place = self._place(request, order)
        rows = rows.order_by(*(turned(order) if place and place[0] else order))
        if place is not None:
            rows = rows.filter(_beyond(rows.query.order_by, place[1]))
        return Page(rows[: size + 1], order, size, place)

    def get_page_size(self, request: Request) -> int:
        """How many rows were asked for; anything else than a number in its bounds is refused."""
        asked = request.query_params.get(self.page_size_query_param)
        if asked is None:
            return self.page_size
        number = (
            int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= len(str(self.max_page_size)) else 0
        )
        if not 1 <= number <= self.max_page_size:
            sentence = _("Give a whole number between 1 and %(most)s.") % {"most": self.max_page_size}
            raise ValidationError({self.page_size_query_param: [sentence]}, code="invalid")
        return number

    def is_counted(self, request: Request) -> bool:
        """Whether the number of all rows was asked for: it costs more than the page."""
        asked = request.query_params.get(self.count_query_param)
        if asked not in (None, "true", "false"):
            raise ValidationError({self.count_query_param: [_("Say true or false.")]}, code="invalid")
        return asked == "true"

    def link(self, request: Request, order: Sequence[str], values: Sequence[Any], *, back: bool) -> str:
        """The address of another page, its place signed: a cursor made by hand would reach the database unchecked."""
        signed = signing.dumps((back, [str(value) for value in values]), salt=_salt(request, order))
        return replace_query_param(request.build_absolute_uri(), self.cursor_query_param, signed)

    def first(self, request: Request) -> str:
        """The address of the first page."""
        return remove_query_param(request.build_absolute_uri(), self.cursor_query_param)

    def _place(self, request: Request, order: Sequence[str]) -> Place | None:
        """The place in this list that one of its own pages named; any other is refused."""
        signed = request.query_params.get(self.cursor_query_param)
        if signed is None:
            return None
        try:
            back, values = signing.loads(signed, salt=_salt(request, order))
        except signing.BadSignature:
            sentence = _("This is no cursor of this list. Begin with its first page and follow “next”.")
            raise ValidationError({self.cursor_query_param: [sentence]}, code="invalid") from None
        return back, values

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The envelope."""
        link = {"type": "string", "nullable": True, "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**link, "description": "The page that follows; null on the last one."},
                "previous": {**link, "description": "The page before; null on the first one."},
                "count": {
                    "type": "integer",
                    "description": "All rows of the list, where `count=true` asked for it.",
                },
                "results": {**schema, "description": "The rows of this page."},
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """How a reader asks for another page, for more rows, and in another order."""
        parameters = [
            _parameter(self.cursor_query_param, "A place in the list: follow `next` and `previous`.", type="string"),
            _parameter(self.count_query_param, "With the number of all rows.", type="boolean"),
            _parameter(
                self.page_size_query_param,
                "Rows on a page.",
                type="integer",
                minimum=1,
                maximum=self.max_page_size,
                default=self.page_size,
            ),
        ]
        if view.orderings:
            orders = sorted(sign + name for name in view.orderings for sign in ("", "-"))
            parameters.append(_parameter("ordering", "The order of the rows.", type="string", enum=orders))
        return parameters


def turned(order: Sequence[str]) -> tuple[str, ...]:
    """The same order from its end."""
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)


def _beyond(order: Sequence[Any], values: Sequence[str]) -> Q:
    """Rows that stand after these values; the first condition lets an index find the start."""
    name, value = str(order[0]), values[0]
    column, after = name.removeprefix("-"), "lt" if name.startswith("-") else "gt"
    if len(order) == 1:
        return Q((f"{column}__{after}", value))
    return Q((f"{column}__{after}e", value)) & (Q((f"{column}__{after}", value)) | _beyond(order[1:], values[1:]))


def _salt(request: Request, order: Sequence[str]) -> str:
    """A cursor of one list, or of another order of it, means nothing elsewhere."""
    return " ".join((__name__, request.path, *order))


def _parameter(name: str, description: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "required": False, "in": "query", "description": description, "schema": schema}
