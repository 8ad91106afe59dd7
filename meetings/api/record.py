"""The record of meetings for partner systems: decisions, statements, what is to be followed up. Read only."""

import django_filters
from rest_framework import serializers

from foundation.api.fields import TextsField, uuid_of
from foundation.api.views import ReadViewSet
from meetings.api.meetings import DecisionSerializer, MeetingRefSerializer, OfMeetingFilter
from meetings.models import Decision, FollowUp, Statement
from parties.api import PartyRefSerializer


class StatementSerializer(serializers.ModelSerializer[Statement]):
    """What a participant put on record, in its own words and language."""

    meeting = MeetingRefSerializer()
    agenda_item = uuid_of(allow_null=True)
    party = PartyRefSerializer()
    on_behalf_of = PartyRefSerializer(many=True)
    paragraph = uuid_of(allow_null=True)

    class Meta:
        model = Statement
        fields = ("uuid", "meeting", "agenda_item", "kind", "party", "on_behalf_of", "paragraph", "language", "text")


class FollowUpSerializer(serializers.ModelSerializer[FollowUp]):
    """What a decision asks for; `carried_from` is the follow-up it continues, `carried_at` the meeting that said so."""

    decision = uuid_of()
    title = TextsField()
    correction = TextsField()
    owner = PartyRefSerializer(allow_null=True)
    carried_from = uuid_of(allow_null=True)
    carried_at = uuid_of(allow_null=True)

    class Meta:
        model = FollowUp
        fields = (
            "uuid",
            "version",
            "decision",
            "title",
            "owner",
            "due_on",
            "state",
            "carried_from",
            "carried_at",
            "corrected_at",
            "correction",
        )


class RecordedDecisionSerializer(DecisionSerializer):
    """A decision with its meeting and agenda item; what it asks for is a list of its own, or comes by `include=`."""

    meeting = MeetingRefSerializer()
    agenda_item = uuid_of(allow_null=True)
    follow_ups = FollowUpSerializer(many=True)

    class Meta:
        model = Decision
        fields = (
            "uuid",
            "version",
            "meeting",
            "agenda_item",
            "number",
            "verb",
            "text",
            "decided_on",
            "paragraphs",
            "corrected_at",
            "correction",
            "follow_ups",
        )


class OfDecisionFilter(django_filters.FilterSet):
    """By the decision that asks for it; never by owner and state together."""

    decision = django_filters.UUIDFilter(field_name="decision__uuid")


class DecisionViewSet(ReadViewSet):
    """Decisions: the public reads them once the record of their meeting is concluded."""

    model = Decision
    serializer_class = RecordedDecisionSerializer
    filterset_class = OfMeetingFilter
    orderings = {"decided_on": ("decided_on", "id")}
    includes = frozenset({"follow_ups"})


class StatementViewSet(ReadViewSet):
    """Statements: the public reads them once the record of their meeting is concluded."""

    model = Statement
    serializer_class = StatementSerializer
    filterset_class = OfMeetingFilter


class FollowUpViewSet(ReadViewSet):
    """Follow-ups, seen with the decision that asked for them."""

    model = FollowUp
    serializer_class = FollowUpSerializer
    filterset_class = OfDecisionFilter


routes: list[tuple[str, type[ReadViewSet]]] = [
    ("decisions", DecisionViewSet),
    ("statements", StatementViewSet),
    ("follow-ups", FollowUpViewSet),
]
