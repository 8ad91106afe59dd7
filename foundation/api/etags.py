"""ETags of the form `"<version>.<variant>"` (mechanism 11, RFC 9110 section 8.8.3)."""

import hashlib
from collections.abc import Callable, Iterable

_heads: list[Callable[[], int]] = []


def heads_from(last_recorded: Callable[[], int]) -> None:
    """Name who knows the number of what was recorded last (`khartoum/wiring.py`): the ledger, which lies above."""
    _heads[:] = [last_recorded]


def head() -> int:
    """The number of the last recorded change of anything."""
    return _heads[0]()


def strong_etag(version: int, variant: Iterable[str]) -> str:
    """The quoted tag: the row's version (of a list: what was recorded last), then a hash of all else in the bytes."""
    digest = hashlib.sha256("\x1f".join(variant).encode()).hexdigest()[:12]
    return f'"{version}.{digest}"'


def matches(header: str | None, etag: str) -> bool:
    """Whether an If-None-Match header names this tag (weak comparison) or any."""
    if header is None:
        return False
    named = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return "*" in named or etag in named
