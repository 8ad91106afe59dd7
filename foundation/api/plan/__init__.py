"""Lists and details as one SQL statement, compiled from the serializer that declares them. Knows no domain word.

`docs/api-reads.md` tells how it works and what it refuses.
"""

from foundation.api.plan.kinds import Computed, Derived
from foundation.api.plan.reading import Reading, Unsupported
from foundation.api.plan.statement import Found, forget, read, stream

__all__ = ["Computed", "Derived", "Found", "Reading", "Unsupported", "forget", "read", "stream"]
