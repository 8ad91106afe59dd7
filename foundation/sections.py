"""What higher rooms show on the page of a lower room's row: the lower one asks this registry and knows none of them.

Each entry gives rows that have a page of the workbench themselves; `khartoum/wiring.py` fills it (ADR 40).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from foundation.actors import Actor
from foundation.errors import Sentence

Rows = Callable[[Any, Actor], Iterable[models.Model]]
_REGISTRY: dict[type[models.Model], dict[str, tuple[Sentence, Rows]]] = {}


@dataclass(frozen=True)
class Section:
    """A heading with the rows under it."""

    name: str
    title: Sentence
    rows: list[models.Model]


def show_on(model: type[models.Model], name: str, title: Sentence, rows: Rows) -> None:
    """On the page of each row of `model`: what `rows(row, actor)` gives, under this title."""
    _REGISTRY.setdefault(model, {})[name] = (title, rows)


def sections_on(row: models.Model, actor: Actor) -> list[Section]:
    """What is shown on the page of this row to this reader, in the order of the wiring; nothing of what is empty."""
    entries = _REGISTRY.get(type(row), {}).items()
    found = (Section(name, title, list(rows(row, actor))) for name, (title, rows) in entries)
    return [section for section in found if section.rows]
