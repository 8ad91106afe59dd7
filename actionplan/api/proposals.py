"""What partner systems say of activities: received in bulk, and read by each of its own sources: what became of it."""

from collections.abc import Iterator
from typing import Any

import django_filters
from django.db.models import F
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from actionplan.api.proposed import ActivitySent, BecameSerializer
from actionplan.enums import ProposalState
from actionplan.models import ActivityProposal, SourceSystem
from actionplan.services.proposals import receive_proposals
from foundation.api.fields import uuid_of
from foundation.api.moments import MomentFilter
from foundation.api.plan import Computed
from foundation.api.views import ReadViewSet
from foundation.api.writes import How, RowsViewSet, Told, receiving
from foundation.imports import Line

SAID: dict[str, Any] = {
    "type": "object",
    "description": "The columns that were given, as they were read: each name as the house writes it.",
    "additionalProperties": True,
}


class SourceSerializer(serializers.ModelSerializer[SourceSystem]):
    """A system that holds activities of its own; `code` is what activities name as their source system."""

    class Meta:
        model = SourceSystem
        fields = ("uuid", "version", "code", "name")


class ProposalSerializer(serializers.ModelSerializer[ActivityProposal]):
    """What a source says of one activity; `answer` says why it was not taken up, `activity` what it was taken up as."""

    source: Any = serializers.SlugRelatedField(slug_field="code", read_only=True, help_text="The code of the source.")
    activity = uuid_of(allow_null=True)
    said = Computed(lambda _reading: F("said"), schema=SAID)

    class Meta:
        model = ActivityProposal
        fields = (
            "uuid",
            "version",
            "source",
            "external_id",
            "state",
            "received_at",
            "answered_at",
            "answer",
            "activity",
            "said",
        )
        extra_kwargs = {
            "external_id": {"help_text": "The activity's id in the source system."},
            "received_at": {"help_text": "When the source said it so for the first time."},
            "answer": {"help_text": "Why it was not taken up."},
        }


class ProposalFilter(django_filters.FilterSet):
    """By source and the id there, by what became of it."""

    source = django_filters.CharFilter(field_name="source__code", help_text="Only of the source with this code.")
    external_id = django_filters.CharFilter(help_text="Only of the activity with this id in the source system.")
    state = django_filters.ChoiceFilter(choices=ProposalState.choices)
    answered_from = MomentFilter(
        field_name="answered_at", lookup_expr="gte", help_text="Only what was answered at this moment or later."
    )

    class Meta:
        model = ActivityProposal
        fields = ("source", "external_id", "state", "answered_from")


class SourceViewSet(ReadViewSet):
    """The sources that a partner system speaks for; staff read all."""

    model = SourceSystem
    serializer_class = SourceSerializer


SOURCE = OpenApiParameter("source", str, required=True, description="The code of the source in whose name it is said.")


class ProposalViewSet(RowsViewSet):
    """What the reader's sources say of activities, and what became of each."""

    model = ActivityProposal
    serializer_class = ProposalSerializer
    filterset_class = ProposalFilter

    def subject(self, request: Request) -> SourceSystem:
        """The source that is spoken for, if the sender knows of it."""
        code = request.query_params.get(SOURCE.name)
        if not code:
            raise ValidationError({SOURCE.name: [_("Name the source, by its code.")]}, code="required")
        return get_object_or_404(SourceSystem.objects.visible_to(self.actor), code=code)

    @receiving(ActivitySent, BecameSerializer, SOURCE)
    def create(self, source: SourceSystem, lines: Iterator[Line], how: How) -> Iterator[Told]:
        """Say something of up to 10,000 activities, each known by its id in the source.

        The same said again changes nothing; said otherwise, it waits for an answer again.
        """
        received = receive_proposals(source, lines, trial=how.trial, whole=how.whole, **self.by)
        for one in received:
            said = {"external_id": one.external_id, "outcome": one.outcome, "proposal": one.uuid}
            yield Told(one.number, said, one.faults)


routes: list[tuple[str, type[ReadViewSet]]] = [("sources", SourceViewSet), ("proposals", ProposalViewSet)]
