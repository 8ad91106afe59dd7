"""Reporting rounds for partner systems: their public facts, and never where a participant stands."""

import django_filters
from rest_framework import serializers

from foundation.api.fields import TextsField, uuid_of
from foundation.api.views import ReadViewSet
from reports.enums import RoundState
from reports.models import Round


class RoundSerializer(serializers.ModelSerializer[Round]):
    """A round: its plan, period and dates. `due_at` was set on the clock of `due_zone`."""

    plan = uuid_of()
    title = TextsField()
    state_template = uuid_of(allow_null=True)
    organisation_template = uuid_of(allow_null=True)
    som = uuid_of(allow_null=True)
    ministerial = uuid_of(allow_null=True)
    previous = uuid_of(allow_null=True)

    class Meta:
        model = Round
        fields = (
            "uuid",
            "version",
            "code",
            "plan",
            "title",
            "state",
            "period_begins_on",
            "period_ends_on",
            "opened_at",
            "due_at",
            "due_zone",
            "cutoff_at",
            "state_template",
            "organisation_template",
            "som",
            "ministerial",
            "previous",
        )


class RoundFilter(django_filters.FilterSet):
    """By plan and by step."""

    plan = django_filters.UUIDFilter(field_name="plan__uuid")
    state = django_filters.ChoiceFilter(choices=RoundState.choices)

    class Meta:
        model = Round
        fields = ("plan", "state")


class RoundViewSet(ReadViewSet):
    """Rounds that have opened; rounds in preparation are read by staff."""

    model = Round
    serializer_class = RoundSerializer
    filterset_class = RoundFilter


routes: list[tuple[str, type[ReadViewSet]]] = [("rounds", RoundViewSet)]
