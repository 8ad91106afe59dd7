"""What narrows a partner system in words that only higher rooms know: they say what is chosen from, and write it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from foundation.actors import Actor
from foundation.errors import Sentence
from integrations.models import ApiClient


@dataclass(frozen=True)
class Limit:
    """One question of the form that limits a system, and who answers for it."""

    label: Sentence
    help_text: Sentence
    offered: "Callable[[Actor], models.QuerySet[Any]]"
    """What this actor may choose from."""
    chosen: "Callable[[ApiClient, Actor], models.QuerySet[Any]]"
    """What was chosen, as far as this actor may see it."""
    write: Callable[..., list[str]]
    """`write(client, rows, actor=)`, in the transaction of the change; gives the codes that hold from then on."""


_named: dict[str, Limit] = {}


def limit_by(name: str, limit: Limit) -> None:
    """Name one (`khartoum/wiring.py`)."""
    _named[name] = limit


def limits() -> Mapping[str, Limit]:
    """Each by the name of its field."""
    return _named
