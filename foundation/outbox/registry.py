"""What other rooms tell the outbox: what a kind of message is, whether it is still wanted, who carries a channel."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from foundation.errors import Sentence
from foundation.outbox.models import Message

Recheck = Callable[[Message], bool]
Sender = Callable[[Message], None]
"""Hands one message over and returns when the other side took it.

Raises `RefusedError` when it never will, `TemporaryError` when it may take it later, `RestingError` when it was not
even asked, `UnreachableError` when nothing can be sent now. Whatever else it raises is a fault of ours.
"""
Carrier = Callable[[], AbstractContextManager[Sender]]
"""The way for a batch: opened when the first message needs it, closed at the end."""


class RefusedError(Exception):
    """The other side refuses this message for good."""


class UnreachableError(Exception):
    """The way out is closed for the moment: no message is to blame."""


class TemporaryError(Exception):
    """The other side did not take the message this time, and may take it later: after `wait`, where that is said."""

    def __init__(self, *said: str, wait: timedelta | None = None) -> None:
        super().__init__(*said)
        self.wait = wait


class RestingError(Exception):
    """This receiver is left alone until a moment (UTC): no attempt is made, and others are written to meanwhile."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


Rewriter = Callable[[Message, str], Message | None]
"""Writes a message (unsaved) once more in another language, from what it was about; None where that is gone."""
_rewriters: dict[str, Rewriter] = {}
_names: dict[str, Sentence] = {}
_rechecks: dict[str, Recheck] = {}
_carriers: dict[str, Carrier] = {}


def call(names: Mapping[str, Sentence]) -> None:
    """Register what the office calls messages of each kind."""
    _names.update(names)


def name_of(kind: str) -> Sentence:
    """In words; a kind that nobody has named is called as it is."""
    return _names.get(kind, kind)


def still_wanted(kind: str) -> Callable[[Recheck], Recheck]:
    """Register the question asked just before a message of this kind is sent: still needed, still entitled."""

    def register(recheck: Recheck) -> Recheck:
        _rechecks[kind] = recheck
        return recheck

    return register


def writes_anew(kind: str) -> Callable[[Rewriter], Rewriter]:
    """Register who can write messages of this kind in another language: for the development mailbox."""

    def register(rewriter: Rewriter) -> Rewriter:
        _rewriters[kind] = rewriter
        return rewriter

    return register


def rewriter_of(kind: str) -> Rewriter | None:
    """Who can, or None."""
    return _rewriters.get(kind)


def is_wanted(message: Message) -> bool:
    """Ask whoever owns the kind; a kind without an owner is always wanted."""
    recheck = _rechecks.get(message.kind)
    return recheck is None or recheck(message)


def carry(channel: str, carrier: Carrier) -> None:
    """Register who carries a channel's messages."""
    _carriers[channel] = carrier


def carriers() -> Iterator[tuple[str, Carrier]]:
    """Every channel that leads somewhere."""
    yield from _carriers.items()
