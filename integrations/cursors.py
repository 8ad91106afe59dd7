"""Places in the feed of changes as partners hold them: signed, with digits of the hash of their block."""

from collections.abc import Iterable

from django.core import signing

from foundation.ledger.selectors import Cursor, hashes_of

SALT = "khartoum.told.changes"
LENGTH_OF_HASH = 16
"""Digits of the hash of a block that a cursor holds: another history is told from ours by it."""


class NoCursorError(ValueError):
    """A text that is no cursor of this feed."""


class AnotherHistoryError(ValueError):
    """A place that this ledger does not have: the system was restored from a backup."""


def signed(places: Iterable[Cursor]) -> dict[Cursor, str]:
    """Each place as a cursor."""
    known = set(places)
    digits = _digits({place.block for place in known})
    return {place: signing.dumps((*place, digits[place.block]), salt=SALT) for place in known}


def read(text: str) -> Cursor:
    """The place of a cursor. Raises `NoCursorError`, or `AnotherHistoryError` where another block stands there."""
    try:
        block, entry, digits = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        raise NoCursorError from None
    if digits != _digits({block})[block]:
        raise AnotherHistoryError
    return Cursor(block, entry)


def _digits(blocks: set[int]) -> dict[int, str]:
    """The first digits of the hash of each block; nothing where there is no such block."""
    hashes = hashes_of(blocks)
    return {block: hashes.get(block, "")[:LENGTH_OF_HASH] for block in blocks}
