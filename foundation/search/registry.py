"""Which rows of a kind a reader may see: filled by the project's wiring, asked by every search."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from foundation.actors import Actor

Visible = Callable[[Actor], "QuerySet[Any]"]
_kinds: dict[str, Visible] = {}


def register(kind: str, visible: Visible) -> None:
    """Let objects of this kind ("meetings.meeting") be found by those who may see them."""
    _kinds[kind] = visible


def kinds() -> dict[str, Visible]:
    """Every kind that may be found; texts of any other kind never are."""
    return dict(_kinds)
