"""Outcome texts and their paragraphs for partner systems. Read only."""

import django_filters
from rest_framework import serializers

from foundation.api.fields import TextsField
from foundation.api.views import ReadViewSet
from meetings.api.meetings import MeetingRefSerializer, OfMeetingFilter
from meetings.enums import Part
from meetings.models import OutcomeText, Paragraph


class OutcomeTextRefSerializer(serializers.ModelSerializer[OutcomeText]):
    """An outcome text as its paragraphs name it."""

    title = TextsField()
    meeting = MeetingRefSerializer()

    class Meta:
        model = OutcomeText
        fields = ("uuid", "code", "kind", "title", "authentic_language", "adopted_on", "meeting")


OF_PARAGRAPH = (
    *("part", "number", "aliases", "position", "short_title", "text", "source"),
    *("corrected_at", "correction"),
)


class ParagraphSerializer(serializers.ModelSerializer[Paragraph]):
    """A paragraph: `number` as printed in `source`; `short_title` is ours and no official text.

    `corrected_at` says when it was corrected after the record of its meeting was concluded, `correction` why.
    """

    outcome_text = OutcomeTextRefSerializer()
    short_title = TextsField()
    text = TextsField()
    correction = TextsField()

    class Meta:
        model = Paragraph
        fields: tuple[str, ...] = ("uuid", "outcome_text", *OF_PARAGRAPH)


class ParagraphOfTextSerializer(ParagraphSerializer):
    """A paragraph under the text it belongs to."""

    class Meta:
        model = Paragraph
        fields = ("uuid", *OF_PARAGRAPH)


class OutcomeTextSerializer(serializers.ModelSerializer[OutcomeText]):
    """A text that a meeting adopted or issued; its paragraphs are a list of their own, or come by `include=`."""

    title = TextsField()
    meeting = MeetingRefSerializer()
    correction = TextsField()
    paragraphs = ParagraphOfTextSerializer(many=True)

    class Meta:
        model = OutcomeText
        fields = (
            "uuid",
            "version",
            "code",
            "kind",
            "state",
            "title",
            "authentic_language",
            "adopted_on",
            "meeting",
            "source",
            "corrected_at",
            "correction",
            "paragraphs",
        )


class ParagraphFilter(django_filters.FilterSet):
    """By the text it stands in, and by its part."""

    outcome_text = django_filters.UUIDFilter(field_name="outcome_text__uuid")
    part = django_filters.ChoiceFilter(choices=Part.choices)


class OutcomeTextViewSet(ReadViewSet):
    """Adopted texts; drafts are read by staff."""

    model = OutcomeText
    serializer_class = OutcomeTextSerializer
    filterset_class = OfMeetingFilter
    includes = frozenset({"paragraphs"})


class ParagraphViewSet(ReadViewSet):
    """Paragraphs of adopted texts."""

    model = Paragraph
    serializer_class = ParagraphSerializer
    filterset_class = ParagraphFilter


routes: list[tuple[str, type[ReadViewSet]]] = [
    ("outcome-texts", OutcomeTextViewSet),
    ("outcome-paragraphs", ParagraphViewSet),
]
