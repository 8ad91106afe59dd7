"""What of a row still says what reference data brought into it: known from its history."""

from itertools import pairwise

from django.db import models

from foundation.ledger.history import history_of
from foundation.ledger.models import LedgerEntry

LOADED = "reference.loaded"
"""The kind under which the ledger knows a load of reference data."""


def changed_by_others(row: models.Model) -> frozenset[str]:
    """The fields of a tracked row that stand otherwise than the load made them, or last wrote them.

    A row without a history may have been changed in every field.
    """
    names = frozenset(column.attname for column in row._meta.concrete_fields)
    states = list(history_of(row).values())
    if not states:
        return names
    stories = [state["pgh_context_id"] for state in states]
    loads = set(LedgerEntry.objects.filter(kind=LOADED, story__in=stories).values_list("story", flat=True))
    brought = dict(states[0])
    for before, state in pairwise(states):
        if state["pgh_context_id"] in loads:
            brought |= {name: value for name, value in state.items() if value != before[name]}
    return frozenset(name for name in names if brought.get(name) != states[-1].get(name))
