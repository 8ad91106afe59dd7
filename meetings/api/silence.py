"""Silence procedures for partner systems. Read only."""

from typing import Any

from rest_framework import serializers

from foundation.api.fields import TextsField
from foundation.api.views import ReadViewSet
from meetings.api.meetings import MeetingRefSerializer
from meetings.models import SilenceProcedure


class SilenceProcedureSerializer(serializers.ModelSerializer[SilenceProcedure]):
    """A silence procedure: what authorised it, its window, and what the Chair declared."""

    title = TextsField()
    authorised_by: Any = serializers.SlugRelatedField(slug_field="uuid", read_only=True, allow_null=True)
    reported_to = MeetingRefSerializer(allow_null=True)

    class Meta:
        model = SilenceProcedure
        fields = (
            "uuid",
            "title",
            "state",
            "authorised_by",
            "begins_at",
            "closes_at",
            "closes_zone",
            "declared_at",
            "letter_number",
            "reported_to",
        )


class SilenceProcedureViewSet(ReadViewSet):
    """Silence procedures that were begun, and in public what was declared concluded."""

    model = SilenceProcedure
    serializer_class = SilenceProcedureSerializer


routes: list[tuple[str, type[ReadViewSet]]] = [("silence-procedures", SilenceProcedureViewSet)]
