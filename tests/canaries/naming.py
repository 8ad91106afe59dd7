"""No answer names a contribution that its reader may not see, not even by its bare uuid beside a file."""

import re
from collections.abc import Iterator

NAMED = re.compile(rb'"contribution"\s*:\s*"([0-9a-f-]{36})"')


def unseen_named(body: bytes, seen: frozenset[str]) -> Iterator[str]:
    """The contributions that an answer of the API names to somebody who sees only these."""
    for uuid in sorted({found.decode() for found in NAMED.findall(body)} - seen):
        yield f"names contribution {uuid}"
