"""A participant's own contributions for its own systems; staff read what was received, never a draft."""

from typing import Any

import django_filters
from rest_framework import serializers

from foundation.actors import Actor
from foundation.api.fields import uuid_of
from foundation.api.views import ReadViewSet
from foundation.errors import Sentence
from parties.api import PartyRefSerializer
from reports.api.steps import transitions
from reports.enums import RoundState
from reports.models import Attachment, Contribution, Round, SectionTerms
from reports.selectors.obligations import ACCEPTING
from reports.services.contributions import CLOSED_TO_IT
from reports.workflow.contributions import CONTRIBUTION

TYPED = "answers are saved without an entry in the ledger, and each save gives their contribution a new version"
OFFERED = {
    "start": "start",
    "delete_draft": "delete-draft",
    "submit": "submit",
    "declare_nothing": "declare-nothing",
    "undo_nothing": "undo-nothing",
    "reopen": "reopen",
    "withdraw": "withdraw",
}
"""The steps of a contribution that systems take, with their addresses."""


class SectionTermsSerializer(serializers.ModelSerializer[SectionTerms]):
    """Who may see a section and how it may be used; a section that is not listed is for staff, attributed."""

    section = uuid_of()

    class Meta:
        model = SectionTerms
        fields = ("section", "visibility", "use")


class AttachmentSerializer(serializers.ModelSerializer[Attachment]):
    """A file under a section; `sha256` in lower-case hexadecimal, `size` in bytes."""

    section = uuid_of()
    activity = uuid_of(allow_null=True)

    class Meta:
        model = Attachment
        fields = (
            "uuid",
            "section",
            "activity",
            "title",
            "file_name",
            "media_type",
            "size",
            "sha256",
            "visibility",
            "use",
            "added_at",
            "removed_at",
        )


def _row_of(values: tuple[Any, ...]) -> Contribution:
    state, party, authority, round_state = values
    return Contribution(state=state, party_id=party, authority_id=authority, round=Round(state=round_state))


def _hindrance(_actor: Actor, step: str, contribution: Contribution) -> Sentence | None:
    open_to = {RoundState.OPEN} if step == "undo_nothing" else ACCEPTING
    return None if contribution.round.state in open_to else CLOSED_TO_IT


class ContributionSerializer(serializers.ModelSerializer[Contribution]):
    """One participant's report for one round, without its answers, which are a list of their own."""

    round = uuid_of()
    party = PartyRefSerializer()
    authority = uuid_of(allow_null=True)
    template = uuid_of(allow_null=True)
    terms = SectionTermsSerializer(many=True, read_only=True)
    attachments = AttachmentSerializer(many=True, read_only=True)
    available_transitions = transitions(
        CONTRIBUTION, OFFERED, ("state", "party_id", "authority_id", "round__state"), _row_of, _hindrance
    )

    class Meta:
        model = Contribution
        fields = (
            "uuid",
            "version",
            "round",
            "party",
            "authority",
            "state",
            "language",
            "submitted_at",
            "completed_at",
            "receipt_number",
            "reason",
            "template",
            "terms",
            "attachments",
            "available_transitions",
        )


class ContributionFilter(django_filters.FilterSet):
    """By round."""

    round = django_filters.UUIDFilter(field_name="round__uuid")


class ContributionViewSet(ReadViewSet):
    """The reader's own contributions, drafts for those who read them; to staff, what was received."""

    model = Contribution
    serializer_class = ContributionSerializer
    filterset_class = ContributionFilter
    ordering = ("-id",)
    unrecorded = TYPED


routes: list[tuple[str, type[ReadViewSet]]] = [("contributions", ContributionViewSet)]
