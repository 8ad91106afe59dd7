"""Objectives, milestones and indicators as lists of their own, for systems that follow them one by one. Read only."""

import django_filters

from actionplan.api.activities import IndicatorSerializer, MilestoneSerializer
from actionplan.api.plans import ObjectiveSerializer
from actionplan.models import Indicator, Milestone, Objective
from foundation.api.fields import uuid_of
from foundation.api.views import ReadViewSet


class ListedObjectiveSerializer(ObjectiveSerializer):
    """An objective with the plan it belongs to."""

    plan = uuid_of()

    class Meta:
        model = Objective
        fields = ("uuid", "version", "plan", "code", "title", "is_illustrative", "superseded_by")


class ListedMilestoneSerializer(MilestoneSerializer):
    """A dated step with the activity it belongs to."""

    activity = uuid_of()

    class Meta:
        model = Milestone
        fields = ("uuid", "activity", "title", "due_on", "state", "reached_on")


class ListedIndicatorSerializer(IndicatorSerializer):
    """What is measured, with the activity it belongs to, and dated targets and values."""

    activity = uuid_of()

    class Meta:
        model = Indicator
        fields = ("uuid", "activity", *IndicatorSerializer.Meta.fields[1:])


class OfPlanFilter(django_filters.FilterSet):
    """By plan."""

    plan = django_filters.UUIDFilter(field_name="plan__uuid")


class OfActivityFilter(django_filters.FilterSet):
    """By activity."""

    activity = django_filters.UUIDFilter(field_name="activity__uuid")


class ObjectiveViewSet(ReadViewSet):
    """Objectives of the plans the reader may see."""

    model = Objective
    serializer_class = ListedObjectiveSerializer
    filterset_class = OfPlanFilter


class MilestoneViewSet(ReadViewSet):
    """Milestones of the activities the reader may see, in the order of their days where it is asked for."""

    model = Milestone
    serializer_class = ListedMilestoneSerializer
    filterset_class = OfActivityFilter
    orderings = {"due_on": ("due_on", "id")}


class IndicatorViewSet(ReadViewSet):
    """Indicators of the activities the reader may see, with their values."""

    model = Indicator
    serializer_class = ListedIndicatorSerializer
    filterset_class = OfActivityFilter


routes: list[tuple[str, type[ReadViewSet]]] = [
    ("objectives", ObjectiveViewSet),
    ("milestones", MilestoneViewSet),
    ("indicators", IndicatorViewSet),
]
