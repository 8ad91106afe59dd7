"""The answers of a participant's own drafts for its own systems; everybody else reads what was submitted."""

import django_filters
from rest_framework import serializers

from foundation.api.fields import uuid_of
from foundation.api.views import ReadViewSet
from reports.api.contributions import TYPED
from reports.models import Answer


class AnswerSerializer(serializers.ModelSerializer[Answer]):
    """The words under one question; `item` is the milestone, the indicator or the row of a list they are about."""

    contribution = uuid_of()
    question = uuid_of()
    activity = uuid_of(allow_null=True)

    class Meta:
        model = Answer
        fields = (
            "uuid",
            "version",
            "contribution",
            "question",
            "activity",
            "item",
            "language",
            "text",
            "is_closed",
            "is_prefilled",
            "said_before",
        )


class OfContributionFilter(django_filters.FilterSet):
    """By contribution."""

    contribution = django_filters.UUIDFilter(field_name="contribution__uuid")


class AnswerViewSet(ReadViewSet):
    """Answers as they stand in the reader's own contributions."""

    model = Answer
    serializer_class = AnswerSerializer
    filterset_class = OfContributionFilter
    unrecorded = TYPED


routes: list[tuple[str, type[ReadViewSet]]] = [("answers", AnswerViewSet)]
