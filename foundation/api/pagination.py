"""Keyset pages: flat in cost at any depth, with signed cursors and the envelope `{next, previous, results}`."""

from typing import Any

from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView


class KeysetPagination(CursorPagination):
    """The page of every list; a view names its total `ordering`."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering: Any = ("id",)

    def get_ordering(self, request: Request, queryset: QuerySet[Any], view: APIView) -> tuple[str, ...]:
        """The view's own order: the library looks for one on filters only."""
        self.ordering = getattr(view, "ordering", self.ordering)
        return super().get_ordering(request, queryset, view)

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

    def decode_cursor(self, request: Request) -> Cursor | None:
        """The place in this list that one of its own pages named; any other is refused."""
        signed = request.query_params.get(self.cursor_query_param)
        if signed is None:
            return None
        try:
            return Cursor(*signing.loads(signed, salt=self._salt(request)))
        except signing.BadSignature:
            sentence = _("This is no cursor of this list. Begin with its first page and follow “next”.")
            raise ValidationError({self.cursor_query_param: [sentence]}, code="invalid") from None

    def encode_cursor(self, cursor: Cursor) -> str:
        """The address of another page, its place signed: a cursor made by hand would reach the database unchecked."""
        signed = signing.dumps(tuple(cursor), salt=self._salt(self.request))  # type: ignore[attr-defined]  # -- the library keeps it
        return replace_query_param(self.base_url, self.cursor_query_param, signed)  # type: ignore[arg-type]  # -- set by then

    def _salt(self, request: Request) -> str:
        """A cursor of one list, or of another order of it, means nothing elsewhere."""
        return " ".join((__name__, request.path, *self.ordering))

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        """With the bounds of `page_size`."""
        parameters = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            if parameter["name"] == self.page_size_query_param:
                parameter["schema"] |= {"minimum": 1, "maximum": self.max_page_size}
        return parameters
