"""What a reader may do next with a row, from the workflow's table: each step with why it is not possible now."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import models

from foundation.actors import Actor
from foundation.api.plan import Derived, Reading
from foundation.errors import NotAllowed, Sentence
from foundation.workflow import Workflow

SCHEMA = {
    "type": "array",
    "description": "The steps that lead on from the present state, each a POST to the address under its name.",
    "items": {
        "type": "object",
        "required": ["name", "label", "possible", "reason"],
        "properties": {
            "name": {"type": "string", "description": "The last part of the step's address."},
            "label": {"type": "string", "description": "What it does, in the reader's language."},
            "possible": {"type": "boolean", "description": "Whether this reader may take it now."},
            "reason": {
                "oneOf": [{"type": "string"}, {"type": "null"}],
                "description": "Why it is not possible, in the reader's language.",
            },
        },
    },
}
Hindrance = Callable[[Actor, str, Any], Sentence | None]
"""What, besides the table, stands in the way of a step; nothing where nothing does."""


def transitions(
    workflow: Workflow,
    offered: Mapping[str, str],
    columns: tuple[str, ...],
    row_of: Callable[[tuple[Any, ...]], models.Model],
    hindrance: Hindrance,
) -> Derived:
    """The field `available_transitions`; `offered` are the steps of the API with their addresses."""

    def listed(reading: Reading, values: tuple[Any, ...]) -> list[dict[str, Any]]:
        row, actor = row_of(values), reading.actor
        state = getattr(row, workflow.field)
        return [
            _told(workflow, step, address, _reason(workflow, step, actor, row, hindrance))
            for step, address in offered.items()
            if state in workflow.steps[step].sources
        ]

    return Derived(columns, listed, schema=SCHEMA)


def _reason(workflow: Workflow, step: str, actor: Actor, row: models.Model, hindrance: Hindrance) -> Sentence | None:
    if not workflow.steps[step].allowed(actor, row):
        return NotAllowed.default
    return hindrance(actor, step, row)


def _told(workflow: Workflow, step: str, address: str, reason: Sentence | None) -> dict[str, Any]:
    return {
        "name": address,
        "label": str(workflow.label(step)),
        "possible": reason is None,
        "reason": None if reason is None else str(reason),
    }
