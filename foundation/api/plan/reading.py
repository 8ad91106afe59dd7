"""Who reads, in which language, from which address: what a statement is compiled for."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NoReturn, cast

from foundation.actors import Actor


class Unsupported(Exception):
    """A field that no plan can give exactly as the serializer would: said when it is compiled, never guessed."""


class LooksAtTheClockError(Exception):
    """Who may see what depends on the time of day here, so the statement cannot be kept for the next request."""


class _NoClock:
    """In the place of the actor's moment while a statement is compiled: whoever looks at it is found out."""

    def _looked_at(self, *_args: Any) -> NoReturn:
        raise LooksAtTheClockError

    __getattr__ = __lt__ = __le__ = __gt__ = __ge__ = __add__ = __sub__ = __radd__ = __rsub__ = _looked_at


NO_CLOCK = cast("datetime", _NoClock())


@dataclass(frozen=True)
class Reading:
    """Everything besides the rows asked for that shapes the bytes of an answer."""

    actor: Actor
    language: str | None = None
    """One language instead of three."""
    fields: frozenset[str] | None = None
    """The names asked for by `fields=`; None is all of them."""
    includes: frozenset[str] = frozenset()
    """The names asked for by `include=`, of those that a view leaves out by itself."""
    left_out: frozenset[str] = frozenset()
    """What the view gives by `include=` only."""
    origin: str = ""
    """Scheme and host before the addresses of files, without the slash."""

    def timeless(self) -> "Reading":
        """The same, without the moment of the request: equal for all requests of this reader."""
        return replace(self, actor=replace(self.actor.wearing(self.actor.hat), now=NO_CLOCK))

    def wants(self, name: str) -> bool:
        """Whether a field at the top of the answer is given."""
        if self.fields is not None:
            return name in self.fields
        return name not in self.left_out or name in self.includes
