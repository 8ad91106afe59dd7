"""Activities for partner systems, with all they hold: milestones, indicators, funding, what they serve. Read only."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from actionplan.api.iati import Iati, iati_answer
from actionplan.api.plans import JvapDomainSerializer, ObjectiveSerializer
from actionplan.enums import ActivityState
from actionplan.models import (
    Activity,
    ContextNote,
    Framework,
    FrameworkLink,
    Funding,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    Milestone,
)
from foundation.api.fields import TextsField, uuid_of
from foundation.api.plan import Reading
from foundation.api.views import ReadViewSet
from meetings.models import Paragraph
from parties.api import PartyRefSerializer, PresidencyRefSerializer


class ContextNoteSerializer(serializers.ModelSerializer):
    """A migration trend, with its source and day."""

    title = TextsField()
    trend = TextsField()

    class Meta:
        model = ContextNote
        fields = ("uuid", "title", "trend", "source", "noted_on")


class ServedParagraphSerializer(serializers.ModelSerializer):
    """A paragraph that an activity serves; the number is as printed in the source."""

    short_title = TextsField()
    outcome_text = uuid_of()

    class Meta:
        model = Paragraph
        fields = ("uuid", "outcome_text", "part", "number", "short_title")


class MilestoneSerializer(serializers.ModelSerializer):
    """A dated step."""

    title = TextsField()

    class Meta:
        model = Milestone
        fields = ("uuid", "title", "due_on", "state", "reached_on")


class TargetSerializer(serializers.ModelSerializer):
    """What an indicator should show."""

    class Meta:
        model = IndicatorTarget
        fields = ("uuid", "on", "value", "text")


class ValueSerializer(serializers.ModelSerializer):
    """What an indicator showed."""

    class Meta:
        model = IndicatorValue
        fields = ("uuid", "on", "value", "text")


class IndicatorSerializer(serializers.ModelSerializer):
    """What is measured, with dated targets and values."""

    name = TextsField()
    unit = TextsField()
    targets = TargetSerializer(many=True, read_only=True)
    values = ValueSerializer(many=True, read_only=True, source="values_seen")

    class Meta:
        model = Indicator
        fields = (
            "uuid",
            "name",
            "level",
            "is_qualitative",
            "unit",
            "direction",
            "baseline",
            "baseline_year",
            "is_cumulative",
            "aggregation",
            "disaggregation",
            "verification",
            "targets",
            "values",
        )


class FundingSerializer(serializers.ModelSerializer):
    """Money by source, in units of its currency (ISO 4217)."""

    party = uuid_of(allow_null=True)

    class Meta:
        model = Funding
        fields = ("uuid", "source", "party", "amount", "currency")


class FrameworkLinkSerializer(serializers.ModelSerializer):
    """A goal of another framework."""

    framework: serializers.SlugRelatedField[Framework] = serializers.SlugRelatedField(
        source="goal.framework", slug_field="code", read_only=True
    )
    code = serializers.CharField(source="goal.code", read_only=True)

    class Meta:
        model = FrameworkLink
        fields = ("uuid", "framework", "code")


class ActivitySerializer(serializers.ModelSerializer):
    """An activity with what it serves, who takes part, and how it is measured."""

    plan = uuid_of("objective.plan")
    objective = ObjectiveSerializer(read_only=True)
    title = TextsField()
    description = TextsField()
    domains = JvapDomainSerializer(many=True, read_only=True)
    paragraphs = ServedParagraphSerializer(many=True, read_only=True)
    context_notes = ContextNoteSerializer(many=True, read_only=True)
    presidency = PresidencyRefSerializer(read_only=True, allow_null=True)
    lead = PartyRefSerializer(read_only=True, allow_null=True)
    supporting = PartyRefSerializer(many=True, read_only=True)
    milestones = MilestoneSerializer(many=True, read_only=True)
    indicators = IndicatorSerializer(many=True, read_only=True)
    funding = FundingSerializer(many=True, read_only=True)
    framework_links = FrameworkLinkSerializer(many=True, read_only=True)
    superseded_by = uuid_of(allow_null=True)

    class Meta:
        model = Activity
        fields = (
            "uuid",
            "version",
            "plan",
            "objective",
            "code",
            "title",
            "description",
            "state",
            "domains",
            "paragraphs",
            "context_notes",
            "presidency",
            "lead",
            "supporting",
            "begins_on",
            "ends_on",
            "is_illustrative",
            "source_system",
            "external_id",
            "joint_with",
            "milestones",
            "indicators",
            "funding",
            "framework_links",
            "superseded_by",
        )


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": 5})
class DomainFilter(django_filters.Filter):
    """The number of a domain, as a whole number."""

    field_class = forms.IntegerField


class ActivityFilter(django_filters.FilterSet):
    """By place in the plan, by what is served, by status; never by participant and status together."""

    plan = django_filters.UUIDFilter(field_name="objective__plan__uuid")
    objective = django_filters.UUIDFilter(field_name="objective__uuid")
    domain = DomainFilter(method="of_domain", min_value=1, max_value=5)
    paragraph = django_filters.UUIDFilter(method="serving")
    state = django_filters.ChoiceFilter(choices=ActivityState.choices)

    class Meta:
        model = Activity
        fields = ("plan", "objective", "domain", "paragraph", "state")

    def of_domain(self, rows: QuerySet[Activity], _name: str, number: int) -> QuerySet[Activity]:
        """Activities of one of the five domains, by its number."""
        return rows.filter(pk__in=Activity.domains.through.objects.filter(jvapdomain__number=number).values("activity"))

    def serving(self, rows: QuerySet[Activity], _name: str, uuid: UUID) -> QuerySet[Activity]:
        """Activities that serve a paragraph the reader may see."""
        seen = Paragraph.objects.visible_to(self.request.actor).filter(uuid=uuid)
        return rows.filter(pk__in=Activity.paragraphs.through.objects.filter(paragraph__in=seen).values("activity"))


class ActivityViewSet(ReadViewSet):
    """Activities of all plans the reader may see; `format=iati` gives them as IATI 2.03."""

    model = Activity
    serializer_class = ActivitySerializer
    filterset_class = ActivityFilter
    orderings = {"code": ("objective__plan_id", "code", "id")}

    def get_renderers(self) -> Any:
        """Of the list, IATI too."""
        return [*super().get_renderers(), Iati()] if self.action == "list" else super().get_renderers()

    def shaping(self) -> frozenset[str]:
        """IATI is always whole: no fields are chosen of it."""
        return super().shaping() - {"fields"} if self._is_iati() else super().shaping()

    def reading(self, request: Request) -> Reading:
        """In IATI all languages stand beside each other; the one asked for is the file's own."""
        told = super().reading(request)
        return replace(told, language=None) if self._is_iati() else told

    def _table(self, request: Request, texts: Iterator[bytes]) -> Any:
        if self._is_iati():
            return iati_answer(texts, self.actor, language=request.query_params.get("language") or "en")
        return super()._table(request, texts)

    def _is_iati(self) -> bool:
        return isinstance(getattr(self.request, "accepted_renderer", None), Iati)


routes: list[tuple[str, type[ReadViewSet]]] = [("activities", ActivityViewSet)]
