"""The action plan for partner systems: plans with their objectives, the five JVAP domains. Read only."""

from rest_framework import serializers

from actionplan.models import (
    JvapDomain,
    Objective,
    Plan,
)
from foundation.api.fields import TextsField, uuid_of
from foundation.api.views import ReadViewSet


class JvapDomainSerializer(serializers.ModelSerializer):
    """One of the five domains of the Joint Valletta Action Plan."""

    title = TextsField()

    class Meta:
        model = JvapDomain
        fields = ("uuid", "number", "title")


class ObjectiveSerializer(serializers.ModelSerializer):
    """An objective of a plan."""

    title = TextsField()
    superseded_by = uuid_of(allow_null=True)

    class Meta:
        model = Objective
        fields = ("uuid", "version", "code", "title", "is_illustrative", "superseded_by")


class PlanSerializer(serializers.ModelSerializer):
    """A plan with its objectives."""

    title = TextsField()
    adopted_at = uuid_of(allow_null=True)
    objectives = ObjectiveSerializer(many=True, read_only=True)

    class Meta:
        model = Plan
        fields = (
            "uuid",
            "version",
            "code",
            "title",
            "adopted_at",
            "begins_on",
            "ends_on",
            "is_illustrative",
            "source",
            "objectives",
        )


class PlanViewSet(ReadViewSet):
    """Plans over time, with their objectives."""

    model = Plan
    serializer_class = PlanSerializer


class JvapDomainViewSet(ReadViewSet):
    """The five domains of the Joint Valletta Action Plan."""

    model = JvapDomain
    serializer_class = JvapDomainSerializer


routes: list[tuple[str, type[ReadViewSet]]] = [("plans", PlanViewSet), ("jvap-domains", JvapDomainViewSet)]
