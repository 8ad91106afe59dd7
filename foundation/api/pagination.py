"""Keyset pages: flat in cost at any depth, with signed cursors and the envelope `{next, previous, results}`."""

from typing import Any

from rest_framework.pagination import CursorPagination


class KeysetPagination(CursorPagination):
    """The page of every list; a view names its total `ordering`."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering: Any = ("id",)
