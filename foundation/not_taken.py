"""Why a step cannot be taken now, told from the workflow's own table: done already, too early, or somebody else's.

States are in the order in which the table names them first: a step that leads back is a way only where no other is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.errors import Sentence
from foundation.workflow import Workflow

NOT_NOW = _(
    "This step cannot be taken as things stand now: it was taken already, something else comes before it, or another "
    "office takes it."
)
"""Where no table tells."""
DONE = _("This is done already: the state is “%(state)s”, where this step leads.")
BEHIND = _("This step lies behind: it was taken already, or another in its place. The state is now “%(state)s”.")
FIRST = _("Something else comes first: %(steps)s. The state is now “%(state)s”.")
FIRST_ELSEWHERE = _("Something else comes first, and another office takes it. The state is now “%(state)s”.")
NO_WAY = _("This step does not follow from the present state, “%(state)s”.")
SOMEBODY_ELSE = _(
    "This step can be taken now, but not by you: it is for another office, or for somebody else in yours."
)

Edges = set[tuple[str, str]]


@dataclass(frozen=True)
class NotTaken:
    """Why not, and the steps of the table with which the way to it begins."""

    sentence: Sentence
    first: list[str] = field(default_factory=list)


def why_not(workflow: Workflow, obj: models.Model, name: str) -> NotTaken:
    """Why a step that is not open to its reader is not. Asks no database."""
    step, state = workflow.steps[name], str(getattr(obj, workflow.field))
    if state in step.sources:
        return NotTaken(SOMEBODY_ELSE)
    if state == step.target:
        return NotTaken(DONE)
    onward = _onward(workflow)
    if ahead := _first(workflow, onward, state, step.sources):
        return NotTaken(FIRST, ahead)
    if step.target in _steps_to({state}, onward):
        return NotTaken(BEHIND)
    ahead = _first(workflow, workflow.edges(), state, step.sources)
    return NotTaken(FIRST if ahead else NO_WAY, ahead)


def in_words(sentence: Sentence, workflow: Workflow, obj: models.Model, steps: str = "") -> str:
    """The sentence with the state as its readers call it, and the steps that come first."""
    shown = getattr(obj, f"get_{workflow.field}_display")()
    return str(sentence) % {"state": shown, "steps": steps}


def _onward(workflow: Workflow) -> Edges:
    """The edges that lead to a state named later in the table than the one they come from."""
    named: dict[str, int] = {}
    for step in workflow.steps.values():
        for state in (*sorted(step.sources), step.target):
            named.setdefault(state, len(named))
    return {(source, target) for source, target in workflow.edges() if named[source] < named[target]}


def _first(workflow: Workflow, edges: Edges, state: str, goals: Iterable[str]) -> list[str]:
    """The steps from this state with which the shortest ways to the goals begin; none where no way leads there."""
    far = _steps_to(goals, edges)
    if state not in far:
        return []
    nearer = {target for source, target in edges if source == state and far.get(target) == far[state] - 1}
    return [name for name, step in workflow.steps.items() if state in step.sources and step.target in nearer]


def _steps_to(goals: Iterable[str], edges: Edges) -> dict[str, int]:
    """How many steps it takes from each state from which a goal can be reached."""
    far = dict.fromkeys(goals, 0)
    while fresh := {source for source, target in edges if target in far and source not in far}:
        far |= dict.fromkeys(fresh, max(far.values()) + 1)
    return far
