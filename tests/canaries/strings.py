"""Strings that occur nowhere by chance, one for each kind of thing that only some may read."""

import hashlib
import re
from uuid import UUID

from tests.canaries.entitlements import ENTITLED

FORM = re.compile(rb"kpz[0-9a-f]{16}")
KEYS = re.compile(rb"0ddba11c-[0-9a-f]{4}(?:-[0-9a-f]{4}){2}-[0-9a-f]{12}")
"""Where a row is told by its public key alone."""


def planted(kind: str) -> str:
    """The string of a kind; one that the table of readers does not name is refused."""
    if kind not in ENTITLED:
        raise KeyError(f"Name who may read a {kind!r} in tests/canaries/entitlements.py.")
    return "kpz" + hashlib.sha256(kind.encode()).hexdigest()[:16]


def planted_key(kind: str) -> UUID:
    """The public key of a row of this kind: one of each model, which no address of the matrix names."""
    return UUID("0ddba11c" + hashlib.sha256(planted(kind).encode()).hexdigest()[:24])


ENTRY = f"party.{planted('entry for staff')}"
"""An entry of the ledger about what everybody sees, told to some only."""
TOLD = {
    b"The Secretariat has a question about your delegation.": "question about a delegation",
    b"Paragraphs amended:": "reservation in a record not concluded",
}
"""What the house says about rows of the world whose words it does not show, and about no others."""
KINDS = {word.encode(): kind for kind in ENTITLED for word in (planted(kind), str(planted_key(kind)))}


def leaks(body: bytes, reader: str) -> list[str]:
    """The kinds of things in these bytes that this reader may not read."""
    found = {KINDS.get(match, "an unknown string") for match in (*FORM.findall(body), *KEYS.findall(body))}
    found |= {kind for sentence, kind in TOLD.items() if sentence in body}
    return sorted(kind for kind in found if reader not in ENTITLED.get(kind, frozenset()))
