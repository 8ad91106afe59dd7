"""Questions put to a participant's contribution, read and answered by its own systems."""

from typing import Any

from rest_framework import serializers

from foundation.actors import Actor
from foundation.api.fields import uuid_of
from foundation.api.steps import transitions
from foundation.api.views import ReadViewSet
from foundation.api.writes import Sent, WriteViewSet, step
from foundation.errors import Sentence
from reports.api.answers import OfContributionFilter
from reports.enums import ContributionState
from reports.models import Contribution, Query, QueryTurn, Round
from reports.models.contributions import LANGUAGE_CHOICES
from reports.selectors.obligations import ACCEPTING
from reports.services.contributions import CLOSED_TO_IT
from reports.services.queries import LONGEST, nothing_to_add, reply_to_query
from reports.workflow.queries import QUERY

OFFERED = {"reply": "reply", "add_nothing": "nothing-to-add"}
"""The steps of a question that systems take, with their addresses."""


class TurnSerializer(serializers.ModelSerializer[QueryTurn]):
    """What was asked and replied before it was asked again."""

    class Meta:
        model = QueryTurn
        fields = ("asked", "language", "asked_at", "state", "reply", "reply_language", "replied_at")


def _row_of(values: tuple[Any, ...]) -> Query:
    state, party, authority, contribution_state, round_state = values
    contribution = Contribution(
        state=contribution_state, party_id=party, authority_id=authority, round=Round(state=round_state)
    )
    return Query(state=state, contribution=contribution)


def _hindrance(_actor: Actor, _step: str, query: Query) -> Sentence | None:
    is_asked = query.contribution.state == ContributionState.QUESTION_OPEN
    return None if is_asked and query.contribution.round.state in ACCEPTING else CLOSED_TO_IT


class QuestionSerializer(serializers.ModelSerializer[Query]):
    """A question of staff and its reply; `question` is the one of the template it is about, if it is about one."""

    contribution = uuid_of()
    question = uuid_of(allow_null=True)
    activity = uuid_of(allow_null=True)
    turns = TurnSerializer(many=True, read_only=True)
    available_transitions = transitions(
        QUERY,
        OFFERED,
        (
            "state",
            "contribution__party_id",
            "contribution__authority_id",
            "contribution__state",
            "contribution__round__state",
        ),
        _row_of,
        _hindrance,
    )

    class Meta:
        model = Query
        fields = (
            "uuid",
            "version",
            "contribution",
            "question",
            "activity",
            "state",
            "language",
            "asked",
            "asked_at",
            "reply",
            "reply_language",
            "replied_at",
            "turns",
            "available_transitions",
        )


class ReplySent(Sent):
    """What a participant replies."""

    reply = serializers.CharField(max_length=LONGEST, help_text="The words, in `language`.")
    language = serializers.ChoiceField(
        LANGUAGE_CHOICES, required=False, help_text="Left out: that of the contribution."
    )


class QuestionViewSet(WriteViewSet):
    """Questions to the contributions the reader may see."""

    model = Query
    serializer_class = QuestionSerializer
    filterset_class = OfContributionFilter
    ordering = ("-id",)

    @step("reply", ReplySent)
    def reply(self, query: Query, sent: dict[str, Any], version: int) -> None:
        """Reply. With the last reply, answers that were changed are sent along and frozen anew."""
        language = sent.get("language") or query.contribution.language
        said = {"reply": sent["reply"], "language": language}
        reply_to_query(query, version=version, **said, **self.by)

    @step("nothing-to-add")
    def nothing_to_add(self, query: Query, _sent: dict[str, Any], version: int) -> None:
        """Close the question with "nothing to add"."""
        nothing_to_add(query, version=version, **self.by)


routes: list[tuple[str, type[ReadViewSet]]] = [("questions", QuestionViewSet)]
