"""Which works a reader is not shown for a reason that a higher room knows: a key that is limited to rounds."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from foundation.actors import Actor

_narrows: "list[Callable[[Actor], Q]]" = []


def narrow_by(narrows: "Callable[[Actor], Q]") -> None:
    """Name who knows it (`khartoum/wiring.py`)."""
    _narrows[:] = [narrows]


def narrowed(actor: "Actor") -> Q:
    """A condition on works, on top of their classification; it only narrows."""
    return _narrows[0](actor)
