"""Field history (mechanism 6): `@tracked` keeps every state of a row, told in one story with the ledger."""

from typing import TypeVar

import pghistory
from django.db import models
from pghistory.core import create_event_model

Tracked = TypeVar("Tracked", bound=type[models.Model])
_EVENTS: dict[type[models.Model], type[models.Model]] = {}


def tracked(model: Tracked) -> Tracked:
    """Keep each state of this model's rows in an event table beside it (`PartyEvent` for `Party`).

    Statement triggers write it, so `.update()` and raw SQL are seen too; `pgh_context_id` is the `story` of the
    ledger's entries of the same transaction. A many-to-many table is no column of the model: track its `through`.
    """
    _EVENTS[model] = create_event_model(
        model,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        level=pghistory.Statement,
        obj_field=pghistory.ObjForeignKey(db_constraint=False, related_name="+", related_query_name="+"),
        append_only=True,
        abstract=False,
    )
    return model


def tracked_models() -> dict[type[models.Model], type[models.Model]]:
    """Every tracked model with its event model."""
    return dict(_EVENTS)


def history_of(obj: models.Model) -> "models.QuerySet[models.Model]":
    """The states of one row, oldest first."""
    events = _EVENTS[type(obj)]
    return events._default_manager.filter(pgh_obj_id=obj.pk).order_by("pgh_id")
