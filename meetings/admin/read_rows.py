"""Rows that a screen of the workbench lists and does not write: each has a page of its own."""

from typing import Any

from django.http import HttpRequest

from foundation.rows import WorkbenchInline


class ReadInline(WorkbenchInline):
    """Children that have a page of their own: listed here, written there."""

    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 -- Django's signature
        """On its own page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 -- Django's signature
        """On its own page."""
        return False
