"""How a key is made, taken apart and compared."""

import hashlib
import hmac
import secrets

MARK = "kp_"
"""So that a key found in a log or a repository is recognised."""
PREFIX_LENGTH = 12


def new_key() -> str:
    """`kp_`, nine characters that find the row, and 256 random bits."""
    return MARK + secrets.token_hex(5)[:9] + secrets.token_urlsafe(32)


def prefix_of(key: str) -> str:
    """What finds the row."""
    return key[:PREFIX_LENGTH]


def hash_of(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def is_same(key: str, key_hash: str) -> bool:
    """Compared in constant time; nothing equals the hash of no key."""
    return bool(key_hash) and hmac.compare_digest(hash_of(key), key_hash)
