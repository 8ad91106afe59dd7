"""What the serializers themselves give of the same rows: instances with all they name prefetched, cut by readers."""

from django.db.models import Prefetch
from django.test import RequestFactory
from rest_framework import relations, serializers
from rest_framework.request import Request

from foundation.api.fields import TextsField
from foundation.api.plan import Computed, Derived
from foundation.api.plan.cuts import seen
from foundation.api.plan.tree import _relation


def stock(serializer, rows, reading):
    """The rows as `serializer(many=True)` writes them for the same reader."""
    asked = RequestFactory().get("/", {"language": reading.language} if reading.language else {})
    asked.actor = reading.actor
    found = {}
    look_ahead(serializer(), rows.model, reading.actor, "", found)
    rows = rows.prefetch_related(*found.values())
    written = serializer(rows, many=True, context={"request": Request(asked)}).data
    return [{name: value for name, value in row.items() if reading.wants(name)} for row in written]


def look_ahead(serializer, model, actor, before, found):
    """One query for each relation that the serializer follows, as a careful hand would write them."""
    for field in serializer.fields.values():
        if isinstance(field, TextsField | Computed | Derived) or field.write_only:
            continue
        at, way, whole = model, before, getattr(serializer.Meta, "whole", ())
        nested = isinstance(field, serializers.BaseSerializer | relations.RelatedField | relations.ManyRelatedField)
        for step in field.source_attrs if nested else field.source_attrs[:-1]:
            relation, way = _relation(at, step), f"{way}{step}"
            at = relation.related_model
            queryset = at._base_manager.all() if step in whole else seen(at, actor)
            many = relation.one_to_many or relation.many_to_many
            ordered = queryset.order_by(*(at._meta.ordering or ("pk",))) if many else queryset
            found.setdefault(way, Prefetch(way, ordered))
            way += "__"
        child = getattr(field, "child", field)
        if isinstance(child, serializers.ModelSerializer):
            look_ahead(child, at, actor, way, found)
