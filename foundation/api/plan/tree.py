"""From a serializer to the expressions of its JSON: a correlated subquery for each relation, cut by its reader."""

import json
from typing import Any, NamedTuple

from django.db import models
from django.db.models import F, OuterRef
from rest_framework import relations, serializers
from rest_framework.fields import empty

from foundation.api.fields import TextsField
from foundation.api.plan.cuts import Fact, below, cut
from foundation.api.plan.json import Constant, JsonObject, list_of, one_of, text_in
from foundation.api.plan.kinds import Computed, Derived, column, plain
from foundation.api.plan.reading import Reading, Unsupported
from foundation.localized import LANGUAGES, language_order

Facts = frozenset[Fact]


class Part(NamedTuple):
    """One field at the top of an answer: an expression, or a function of columns."""

    name: str
    value: Any
    derived: Derived | None = None


class Tree:
    """Walks a serializer for one reader."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def top(self, serializer: Any, model: type[models.Model]) -> list[Part]:
        """The fields of the rows a list is of, as far as they are asked for."""
        self._check(serializer)
        facts = cut(model, self.reading.actor).facts
        parts = []
        for name, field in serializer.fields.items():
            if field.write_only or not self.reading.wants(name):
                continue
            if isinstance(field, Derived):
                parts.append(Part(name, None, field))
            else:
                parts.append(Part(name, self.value(name, field, model, facts)))
        return parts

    def body(self, serializer: Any, model: type[models.Model], facts: Facts) -> JsonObject:
        """The object that a serializer makes of a row."""
        self._check(serializer)
        fields = {name: field for name, field in serializer.fields.items() if not field.write_only}
        return JsonObject(**{name: self.value(name, field, model, facts) for name, field in fields.items()})

    def value(self, name: str, field: Any, model: type[models.Model], facts: Facts) -> Any:
        """The expression of one field."""
        if isinstance(field, Computed):
            return field.of(self.reading)
        if isinstance(field, TextsField):
            return self.texts(name)
        way = list(field.source_attrs)
        if not way:
            raise Unsupported(f"{model.__name__}: {name} reads the whole row ({type(field).__name__})")
        given = self.along(field, model, way, facts)
        if len(way) == 1 or field.default in (empty, None):
            return given
        return models.functions.Coalesce(given, Constant(json.dumps(plain(field.default))))

    def texts(self, name: str) -> Any:
        """Three languages, or the one asked for."""
        if self.reading.language is not None:
            return text_in(name, language_order(self.reading.language))
        return JsonObject(**{code: F(f"{name}_{code}") for code in LANGUAGES})

    def along(self, field: Any, model: type[models.Model], way: list[str], facts: Facts) -> Any:
        """What stands at the end of `way`, asked key by key so that each row on it is cut by its own readers."""
        step, *rest = way
        is_nested = isinstance(field, serializers.BaseSerializer | relations.RelatedField | relations.ManyRelatedField)
        if not rest and not is_nested:
            return column(field, model, step)
        relation = _relation(model, step)
        if relation.one_to_many or relation.many_to_many:
            if rest:
                raise Unsupported(f"{model.__name__}.{step} leads to many rows")
            return self.many(field, relation, facts)
        uncut = step in getattr(getattr(field.parent, "Meta", None), "whole", ())
        target, rows, known = self.one(relation, facts, uncut=uncut)
        return one_of(rows, self.along(field, target, rest, known) if rest else self.end(field, target, known))

    def end(self, field: Any, model: type[models.Model], facts: Facts) -> Any:
        """What is said of the row that a key leads to."""
        if type(field) is relations.SlugRelatedField:
            return F(field.slug_field)
        if isinstance(field, serializers.Serializer):
            return self.body(field, model, facts)
        raise Unsupported(f"{model.__name__}: {type(field).__name__}")

    def one(self, relation: Any, facts: Facts, *, uncut: bool) -> tuple[type[models.Model], Any, Facts]:
        """The row at the other end of a key, as far as the reader sees it."""
        target = relation.related_model
        if uncut:
            key = relation.attname
            return target, target._base_manager.filter(pk=OuterRef(key)), frozenset()
        if relation.auto_created:  # the other side of a one-to-one
            up = relation.field.name
            seen = cut(target, self.reading.actor, up=up, known=facts)
            return target, seen.rows.filter(**{up: OuterRef("pk")}), seen.facts
        seen = cut(target, self.reading.actor, known=below(facts, relation.name))
        return target, seen.rows.filter(pk=OuterRef(relation.attname)), seen.facts

    def many(self, field: Any, relation: Any, facts: Facts) -> Any:
        """The rows of a relation to many, in their model's order."""
        target = relation.related_model
        child = field.child_relation if isinstance(field, relations.ManyRelatedField) else field.child
        if type(field) not in (relations.ManyRelatedField, serializers.ListSerializer):
            raise Unsupported(f"{target.__name__}: a list of its own kind")
        if relation.many_to_many:
            back = relation.field.name if relation.auto_created else relation.related_query_name()
            seen = cut(target, self.reading.actor)
        else:
            back = relation.field.name
            seen = cut(target, self.reading.actor, up=back, known=facts)
        rows = seen.rows.filter(**{back: OuterRef("pk")}).order_by(*_order_below(target, back))
        return list_of(rows, self.end(child, target, seen.facts))

    @staticmethod
    def _check(serializer: Any) -> None:
        if type(serializer).to_representation is not serializers.Serializer.to_representation:
            raise Unsupported(f"{type(serializer).__name__} writes its rows itself")


def _order_below(model: type[models.Model], back: str) -> list[Any]:
    """The model's order, without the row above: among the rows of one activity, the activity orders nothing."""
    terms = [(term, term.lstrip("-").split("__")[0] if isinstance(term, str) else "") for term in _order_of(model)]
    return [term for term, key in terms if key != back] or ["pk"]


def _order_of(model: type[models.Model]) -> list[Any]:
    return list(model._meta.ordering or ())


def _relation(model: type[models.Model], name: str) -> Any:
    for relation in model._meta.get_fields(include_hidden=True):
        called = relation.get_accessor_name() if relation.auto_created and not relation.concrete else relation.name  # type: ignore[union-attr]  # -- only relations from elsewhere are made by themselves
        if called == name and relation.is_relation:
            return relation
    raise Unsupported(f"{model.__name__}.{name} is no relation")
