"""Strings that occur nowhere by chance, one for each kind of thing that only some may read."""

import hashlib
import re

from tests.canaries.entitlements import ENTITLED

FORM = re.compile(rb"kpz[0-9a-f]{16}")


def planted(kind: str) -> str:
    """The string of a kind; one that the table of readers does not name is refused."""
    if kind not in ENTITLED:
        raise KeyError(f"Name who may read a {kind!r} in tests/canaries/entitlements.py.")
    return "kpz" + hashlib.sha256(kind.encode()).hexdigest()[:16]


KINDS = {planted(kind).encode(): kind for kind in ENTITLED}


def leaks(body: bytes, reader: str) -> list[str]:
    """The kinds of things in these bytes that this reader may not read."""
    found = {KINDS.get(match, "an unknown string") for match in FORM.findall(body)}
    return sorted(kind for kind in found if reader not in ENTITLED.get(kind, frozenset()))
