"""Meetings for partner systems, with their agenda, n of N and decisions. Read only."""

from typing import Any

import django_filters
from django.db.models import F, OuterRef
from rest_framework import serializers

from foundation.api.fields import TextsField
from foundation.api.plan import Computed, Reading
from foundation.api.plan.json import JsonObject, JsonOne, one_of
from foundation.api.views import ReadViewSet
from meetings.enums import TOOK_PLACE, MeetingState
from meetings.models import (
    AgendaItem,
    Decision,
    Meeting,
    MeetingKind,
    Sitting,
    Verb,
)
from meetings.selectors import with_presence, with_sitting_presence
from parties.api import PartyRefSerializer, PresidencyRefSerializer


def _number(said: str) -> dict[str, Any]:
    return {"type": "integer", "description": said}


def _of_invited(side: str) -> dict[str, Any]:
    counts = {
        "present": _number(f"How many {side} were present."),
        "invited": _number(f"How many {side} were invited."),
    }
    return {"type": "object", "description": f"Of the {side}.", "properties": counts}


PRESENT = {
    "type": "object",
    "properties": {
        "states": _number("How many States were present."),
        "organisations": _number("How many organisations were present."),
    },
    "description": "How many participants were present, States and organisations apart; nobody is named.",
}
PRESENCE = {
    "type": "object",
    "nullable": True,
    "properties": {"states": _of_invited("States"), "organisations": _of_invited("organisations")},
    "description": "How many were present of how many invited, States and organisations apart; null before.",
}


def n_of_n(_reading: Reading) -> JsonOne:
    """N of N of a meeting that took place, States and organisations apart; null before."""
    counted = with_presence(Meeting.objects.filter(pk=OuterRef("pk"), state__in=TOOK_PLACE))
    sides = {
        side: JsonObject(present=F(f"present_{side}"), invited=F(f"invited_{side}"))
        for side in ("states", "organisations")
    }
    return one_of(counted, JsonObject(**sides))


def present_at_sitting(_reading: Reading) -> JsonOne:
    """How many were present at a sitting, States and organisations apart."""
    counted = with_sitting_presence(Sitting.objects.filter(pk=OuterRef("pk")))
    return one_of(counted, JsonObject(states=F("present_states"), organisations=F("present_organisations")))


class KindSerializer(serializers.ModelSerializer[MeetingKind]):
    """A kind of meeting."""

    name = TextsField()

    class Meta:
        model = MeetingKind
        fields = ("code", "name")


class VerbSerializer(serializers.ModelSerializer[Verb]):
    """What the meeting did."""

    past = TextsField()

    class Meta:
        model = Verb
        fields = ("code", "past")


class MeetingRefSerializer(serializers.ModelSerializer[Meeting]):
    """A meeting as others name it."""

    title = TextsField()

    class Meta:
        model = Meeting
        fields = ("uuid", "code", "title")


class OfMeetingFilter(django_filters.FilterSet):
    """By the meeting it belongs to; never by presence or state."""

    meeting = django_filters.UUIDFilter(field_name="meeting__uuid")


class AgendaItemSerializer(serializers.ModelSerializer[AgendaItem]):
    """One item of the agenda."""

    title = TextsField()

    class Meta:
        model = AgendaItem
        fields = ("uuid", "number", "title")


class DecisionSerializer(serializers.ModelSerializer[Decision]):
    """A decision, in the verb the meeting used; `corrected_at` says when its wording was corrected, and why."""

    verb = VerbSerializer()
    text = TextsField()
    correction = TextsField()
    paragraphs: Any = serializers.SlugRelatedField(slug_field="uuid", many=True, read_only=True)

    class Meta:
        model = Decision
        fields = ("uuid", "number", "verb", "text", "decided_on", "paragraphs", "corrected_at", "correction")


class SittingSerializer(serializers.ModelSerializer[Sitting]):
    """A sitting, with how many participants were present; N is the meeting's."""

    title = TextsField()
    present = Computed(present_at_sitting, schema=PRESENT)

    class Meta:
        model = Sitting
        fields = ("uuid", "number", "title", "begins_at", "ends_at", "present")


class MeetingSerializer(serializers.ModelSerializer[Meeting]):
    """A meeting; its decisions are public once its record is concluded."""

    kind = KindSerializer()
    title = TextsField()
    city = TextsField()
    correction = TextsField()
    host = PartyRefSerializer(allow_null=True)
    chair = PresidencyRefSerializer(allow_null=True)
    co_chairs = PartyRefSerializer(many=True)
    agenda = AgendaItemSerializer(many=True)
    sittings = SittingSerializer(many=True)
    presence = Computed(n_of_n, schema=PRESENCE)
    decisions = DecisionSerializer(many=True)

    class Meta:
        model = Meeting
        fields = (
            "uuid",
            "code",
            "kind",
            "ordinal",
            "title",
            "state",
            "city",
            "host",
            "chair",
            "co_chairs",
            "begins_on",
            "ends_on",
            "time_zone",
            "is_incomplete",
            "corrected_at",
            "correction",
            "agenda",
            "sittings",
            "presence",
            "decisions",
        )


class MeetingFilter(django_filters.FilterSet):
    """By code, by kind, by state, by the days it falls on."""

    code = django_filters.CharFilter()
    kind = django_filters.CharFilter(field_name="kind__code")
    state = django_filters.ChoiceFilter(choices=MeetingState.choices)
    begins_from = django_filters.DateFilter(
        field_name="begins_on", lookup_expr="gte", help_text="Only meetings that begin on this day or later."
    )
    begins_until = django_filters.DateFilter(
        field_name="begins_on", lookup_expr="lte", help_text="Only meetings that begin on this day or earlier."
    )


class MeetingViewSet(ReadViewSet):
    """Meetings that were convened."""

    model = Meeting
    serializer_class = MeetingSerializer
    filterset_class = MeetingFilter


routes: list[tuple[str, type[ReadViewSet]]] = [("meetings", MeetingViewSet)]
