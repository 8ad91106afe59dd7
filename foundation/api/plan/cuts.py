"""Who may see what, asked of every model a statement reads. What the row above has decided already is not asked twice.

A milestone is seen with its activity. Under an activity whose reader sees it, `activity IN (those the reader sees)` is
true by itself, and asking it a hundred times a page would cost more than reading the milestones. It is left out where
both conditions are the same SQL about the same row, and nowhere else.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In
from django.db.models.sql import Query
from django.db.models.sql.where import AND

from foundation.actors import Actor

Path = tuple[str, ...]
Fact = tuple[Path, str, str]
"""The way to a row, its column, and the query that is known to hold the column's value."""


@dataclass(frozen=True)
class Cut:
    """The rows of a model that the reader sees, and what is known of each of them."""

    rows: "models.QuerySet[Any]"
    facts: frozenset[Fact]


def seen(model: type[models.Model], actor: Actor) -> "models.QuerySet[Any]":
    """What `visible_to` gives; tables that have none (kinds, verbs) are seen with the row that names them."""
    rows: Any = model._default_manager.all()
    return rows.visible_to(actor) if hasattr(rows, "visible_to") else rows


def cut(model: type[models.Model], actor: Actor, *, up: str | None = None, known: frozenset[Fact] = frozenset()) -> Cut:
    """The rows the reader sees, without the conditions that are known to hold.

    `known` are facts about the row above where `up` names this model's key to it, else about the very row.
    """
    rows = seen(model, actor)
    itself = _facts_of(model._base_manager.filter(pk__in=rows).query)
    if up is None and itself <= known:
        return Cut(model._default_manager.all(), frozenset(itself))
    facts = set(itself)
    query: Any = rows.query
    for condition in list(query.where.children) if query.where.connector == AND and not query.where.negated else ():
        fact = _fact(condition, query)
        if fact is None:
            continue
        facts.add(fact)
        path, column, inner = fact
        if (path, column, inner) in known if up is None else (path[:1] == (up,) and (path[1:], column, inner) in known):
            query.where.children.remove(condition)
            _let_go(query, condition.lhs.alias)
    return Cut(rows, frozenset(facts))


def below(facts: frozenset[Fact], step: str) -> frozenset[Fact]:
    """What is known of the row that `step` leads to."""
    return frozenset((path[1:], column, inner) for path, column, inner in facts if path[:1] == (step,))


def _facts_of(query: Query) -> set[Fact]:
    return {fact for fact in (_fact(condition, query) for condition in query.where.children) if fact is not None}


def _fact(condition: Any, query: Query) -> Fact | None:
    if not isinstance(condition, In | RelatedIn) or not isinstance(condition.rhs, Query):
        return None
    path = _path(condition.lhs.alias, query)
    target = condition.lhs.target
    inner = _text(condition.rhs)
    if target.is_relation:
        return (*path, target.name), "id", inner
    return path, target.name, inner


def _path(alias: str, query: Query) -> Path:
    """The names of the keys that lead from the row to the table of this alias."""
    names: list[str] = []
    while query.alias_map[alias].parent_alias is not None:
        join: Any = query.alias_map[alias]
        names.append(join.join_field.name)
        alias = join.parent_alias
    return tuple(reversed(names))


def _text(query: Query) -> str:
    try:
        sql, params = query.get_compiler("default").as_sql()
    except EmptyResultSet:
        return "nothing"
    return f"{sql} {params!r}"


def _let_go(query: Query, alias: str) -> None:
    """No longer join the tables that only the condition needed."""
    while query.alias_map[alias].parent_alias is not None:
        query.unref_alias(alias)
        if query.alias_refcount[alias]:
            return
        alias = query.alias_map[alias].parent_alias
