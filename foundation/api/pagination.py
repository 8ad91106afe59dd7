"""Keyset pages: flat in cost at any depth, with signed cursors and the envelope `{next, previous, results}`."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
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
