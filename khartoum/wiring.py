"""Fills the registries that lower apps own: the only place that knows every app (architecture, Rooms)."""

import actionplan.reference
import meetings.reference
import parties.reference
from foundation import reference


def connect() -> None:
    """Called once, when every app is ready."""
    reference.register("parties", parties.reference.COLLECTIONS)
    reference.register("meetings", meetings.reference.COLLECTIONS)
    reference.register("actionplan", actionplan.reference.COLLECTIONS)
