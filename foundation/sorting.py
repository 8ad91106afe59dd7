"""Sort keys for people: the database orders bytes, so names carry keys made by the Unicode Collation Algorithm."""

from functools import lru_cache

from pyuca import Collator


def sort_key(text: str) -> str:
    """A key whose byte order is the alphabetical order of texts, accents and case last; four hex digits a weight."""
    return "".join(f"{weight:04x}" for weight in _collator().sort_key(text))


@lru_cache(maxsize=1)
def _collator() -> Collator:
    """The default table takes about a second to read, hence once."""
    return Collator()
