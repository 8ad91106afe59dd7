"""A workflow is a table: which step leads from which states to which, and who may take it (mechanism 1).

The same table feeds the buttons of the admin and the portal, the API's list of steps and the database's edge guard.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import pgtrigger
from django.db import models

from foundation.actors import Actor, made_again
from foundation.base import lock_seen
from foundation.constraints import ILLEGAL_EDGE
from foundation.errors import IllegalTransition, NotAllowed, Sentence

Row = TypeVar("Row", bound=models.Model)
Predicate = Callable[[Actor, Any], bool]


@dataclass(frozen=True)
class Transition:
    """One step: from any of `sources` to `target`, for those whom `allowed` admits.

    `label` is what a button says, `done` the sentence after it, where the workbench takes the step.
    """

    sources: frozenset[str]
    target: str
    allowed: Predicate
    label: Sentence
    done: Sentence

    def __init__(
        self, sources: Iterable[str], target: str, *, allowed: Predicate, label: Sentence, done: Sentence = ""
    ) -> None:
        object.__setattr__(self, "sources", frozenset(str(source) for source in sources))
        object.__setattr__(self, "target", str(target))
        object.__setattr__(self, "allowed", allowed)
        object.__setattr__(self, "label", label)
        object.__setattr__(self, "done", done)


class EdgeGuard(pgtrigger.Trigger):
    """Refuses, in the database, any first state and any change of state that the table does not list."""

    def __init__(self, *, field: str, initial: Iterable[str], edges: Iterable[tuple[str, str]], name: str) -> None:
        self.field, self.initial, self.edges = field, sorted(set(initial)), sorted(set(edges))
        super().__init__(name=name, when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.UpdateOf(field))

    def get_func(self, model: type[models.Model]) -> str:  # type: ignore[override]  # -- it is given the class
        """The body of the trigger's function, in PL/pgSQL."""
        field: Any = model._meta.get_field(self.field)
        column = f'"{field.column}"'
        first = ", ".join(f"'{state}'" for state in self.initial)
        pairs = ", ".join(f"('{source}', '{target}')" for source, target in self.edges) or "('', '')"
        refuse = f"USING ERRCODE = '{ILLEGAL_EDGE}', TABLE = TG_TABLE_NAME, COLUMN = '{self.field}'"
        return f"""
            IF TG_OP = 'INSERT' THEN
                IF NEW.{column} NOT IN ({first}) THEN
                    RAISE EXCEPTION 'illegal first {self.field}: %', NEW.{column} {refuse};
                END IF;
            ELSIF NEW.{column} IS DISTINCT FROM OLD.{column} AND (OLD.{column}, NEW.{column}) NOT IN ({pairs}) THEN
                RAISE EXCEPTION 'illegal {self.field} edge: % -> %', OLD.{column}, NEW.{column} {refuse};
            END IF;
            RETURN NEW;
        """


class Workflow:
    """The steps of one model's state field. Steps are taken by `apply`, inside a service's transaction."""

    def __init__(self, *, initial: Iterable[str], field: str = "state", **steps: Transition) -> None:
        self.field, self.initial, self.steps = field, frozenset(str(state) for state in initial), steps

    def edges(self) -> set[tuple[str, str]]:
        """Every (source, target) pair the table lists."""
        return {(source, step.target) for step in self.steps.values() for source in step.sources}

    def available(self, obj: models.Model, actor: Actor) -> list[str]:
        """The steps this actor may take from the present state, in the table's order. Asks no database."""
        state = getattr(obj, self.field)
        return [name for name, step in self.steps.items() if state in step.sources and step.allowed(actor, obj)]

    def label(self, name: str) -> Sentence:
        """What the button of a step says."""
        return self.steps[name].label

    def apply(self, obj: Row, name: str, *, actor: Actor, version: int | None) -> Row:
        """Lock the row, re-read it, check version, edge and right, set the new state (unsaved) and the next version.

        `version` is the one the caller saw; None only where the caller holds the row's lock already, or it has none.
        Whoever takes a step may have waited for the lock: the right is asked of the offices held after that.
        Raises `StaleVersion`, then `IllegalTransition`, then `NotAllowed`: never one for the other.
        """
        step = self.steps[name]
        current = lock_seen(obj, version=version)
        if getattr(current, self.field) not in step.sources:
            raise IllegalTransition
        if not step.allowed(made_again(actor), current):
            raise NotAllowed
        setattr(current, self.field, step.target)
        if hasattr(current, "version"):
            current.version += 1
        return current

    def guard(self, model: type[models.Model]) -> None:
        """Register the edge guard on the model's table; `makemigrations --check` then holds table and trigger equal."""
        name = f"{model._meta.model_name}_{self.field}_edges"[:47]
        trigger = EdgeGuard(field=self.field, initial=self.initial, edges=self.edges(), name=name)
        pgtrigger.register(trigger)(model)
