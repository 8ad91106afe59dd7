"""Safe writes: over the version that was seen, once however often they are sent, and nothing that was not declared.

`docs/api.md` tells partner systems how they work. Knows no domain word.
"""

from foundation.api.writes.body import Sent
from foundation.api.writes.once import Kept, keep_in
from foundation.api.writes.rows import How, RowsViewSet, Told, receiving
from foundation.api.writes.views import WriteViewSet, changing, creating, removing, step

__all__ = [
    "How",
    "Kept",
    "RowsViewSet",
    "Sent",
    "Told",
    "WriteViewSet",
    "changing",
    "creating",
    "keep_in",
    "receiving",
    "removing",
    "step",
]
