"""How a key is made, taken apart and compared: `kp_<prefix>_<secret>`."""

import hashlib
import hmac
import re
import secrets

SHAPE = re.compile(r"kp_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")
"""`kp_`, so that a key found in a log or a repository is recognised; what finds the row; 256 random bits."""


def new_key() -> str:
    """A key that nobody had before."""
    return f"kp_{secrets.token_hex(6)}_{secrets.token_urlsafe(32)}"


def prefix_of(key: str) -> str | None:
    """What finds the row; None where this cannot be a key."""
    found = SHAPE.fullmatch(key)
    return found[1] if found else None


def hash_of(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def is_same(key: str, key_hash: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(hash_of(key), key_hash)
