"""The answers of a participant's own drafts, read and written by its own systems; others read what was submitted."""

from typing import Any

import django_filters
from rest_framework import serializers

from foundation.api.fields import uuid_of
from foundation.api.views import ReadViewSet
from foundation.api.writes import Sent, WriteViewSet, changing, creating
from reports.api.contributions import TYPED, contribution_named
from reports.models import Answer
from reports.models.contributions import LANGUAGE_CHOICES
from reports.names import answer_in_full
from reports.services.answering import put_answer
from reports.services.autosave import Typed

LONGEST = 100_000
"""Characters that are read at all; what a kind of answer may hold is said by its own rules."""


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


class AnswerSent(Sent):
    """New words under a question; what its kind asks for (a number, yes or no) is checked as in the form."""

    text = serializers.CharField(
        allow_blank=True, trim_whitespace=False, max_length=LONGEST, help_text="The words, in `language`."
    )
    language = serializers.ChoiceField(
        LANGUAGE_CHOICES,
        required=False,
        help_text="Left out: that of the contribution. With the same words: what they are marked with is corrected.",
    )
    is_closed = serializers.BooleanField(
        required=False, help_text="Of a row of a list: it is over and not asked about again."
    )
    confirms = serializers.BooleanField(
        required=False, help_text="An answer taken from the last round still holds as it stands."
    )


class FirstAnswerSent(AnswerSent):
    """The first words under a question, and where they stand: as the questions of the template are asked here."""

    contribution = serializers.UUIDField(help_text="The contribution they belong to.")
    question = serializers.UUIDField(help_text="The question of the template.")
    activity = serializers.UUIDField(
        required=False, allow_null=True, help_text="The activity, where its section is asked for each activity."
    )
    item = serializers.UUIDField(
        required=False,
        allow_null=True,
        help_text="The milestone or the indicator it is about; of a list, a new uuid for a new row.",
    )
    text = serializers.CharField(trim_whitespace=False, max_length=LONGEST, help_text="The words, in `language`.")


class AnswerViewSet(WriteViewSet):
    """Answers as they stand in the reader's own contributions."""

    model = Answer
    serializer_class = AnswerSerializer
    filterset_class = OfContributionFilter
    unrecorded = TYPED

    @creating(FirstAnswerSent)
    def create(self, sent: dict[str, Any]) -> Answer:
        """Write the first answer to a question. Where one stands already it is changed instead (409)."""
        contribution = contribution_named(self.actor, sent["contribution"])
        name = answer_in_full(sent["question"], sent.get("activity"), sent.get("item"))
        return put_answer(contribution, name, typed=_typed(sent, 0), **self.by)

    @changing(AnswerSent)
    def update(self, answer: Answer, sent: dict[str, Any], version: int) -> None:
        """Write an answer anew, over the version that was seen. What is not sent of a row stays as it is."""
        place = answer.question.uuid, answer.activity.uuid if answer.activity else None, answer.item
        put_answer(answer.contribution, answer_in_full(*place), typed=_typed(sent, version), **self.by)


def _typed(sent: dict[str, Any], version: int) -> Typed:
    language = sent.get("language", "")
    return Typed(sent["text"], version, sent.get("confirms", False), sent.get("is_closed"), language, language)


routes: list[tuple[str, type[ReadViewSet]]] = [("answers", AnswerViewSet)]
