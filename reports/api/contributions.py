"""A participant's own contributions, read and written by its own systems; staff read what was received."""

from typing import Any
from uuid import UUID

import django_filters
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from foundation.actors import Actor
from foundation.api.fields import uuid_of
from foundation.api.steps import transitions
from foundation.api.views import ReadViewSet
from foundation.api.writes import Sent, WriteViewSet, changing, step
from foundation.errors import Sentence
from parties.api import PartyRefSerializer
from reports.enums import RoundState, Use, Visibility
from reports.models import Attachment, Contribution, Round, SectionTerms
from reports.models.contributions import LANGUAGE_CHOICES
from reports.selectors.obligations import ACCEPTING
from reports.services.contributions import (
    CLOSED_TO_IT,
    declare_nothing_to_report,
    delete_draft,
    start_contribution,
    submit_contribution,
    undo_nothing_to_report,
    withdraw_contribution,
)
from reports.services.judging import reopen_contribution
from reports.services.terms import Terms, set_terms
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
    template = uuid_of(
        allow_null=True,
        help_text="The template it keeps, once it was sent; null while it follows its round, with its `state_template`"
        " for a State and its `organisation_template` for an organisation.",
    )
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


def contribution_named(actor: Actor, uuid: UUID) -> Contribution:
    """The contribution that a body names, as far as its sender may see it; a foreign one is missing (404)."""
    seen = Contribution.objects.visible_to(actor).select_related("round", "party")
    return get_object_or_404(seen, uuid=uuid)


class ContributionFilter(django_filters.FilterSet):
    """By round."""

    round = django_filters.UUIDFilter(field_name="round__uuid")


class StartSent(Sent):
    """How a report begins."""

    language = serializers.ChoiceField(
        LANGUAGE_CHOICES, required=False, default="en", help_text="Language of the answers."
    )


class ReasonSent(Sent):
    """Why."""

    reason = serializers.CharField(max_length=2_000, help_text="In a sentence; staff read it.")


class TermsSent(Sent):
    """Who may see a section or a file, and how it may be used."""

    of = serializers.UUIDField(help_text="The section of the template, or the file.")
    visibility = serializers.ChoiceField(Visibility.choices, help_text="Who may see it.")
    use = serializers.ChoiceField(Use.choices, help_text="How it may be used in the consolidated report.")


class ContributionSent(Sent):
    """What a participant says of its contribution besides the answers."""

    terms = serializers.ListField(
        child=TermsSent(), required=False, max_length=500, help_text="What is not named stays as it is."
    )


class ContributionViewSet(WriteViewSet):
    """The reader's own contributions, drafts for those who read them; to staff, what was received."""

    model = Contribution
    serializer_class = ContributionSerializer
    filterset_class = ContributionFilter
    ordering = ("-id",)
    unrecorded = TYPED

    @changing(ContributionSent)
    def partial_update(self, contribution: Contribution, sent: dict[str, Any], version: int) -> None:
        """Say who may see sections and files, and how they may be used: until the report is tabled."""
        terms = {one["of"]: Terms(one["visibility"], one["use"]) for one in sent.get("terms", ())}
        set_terms(contribution, actor=self.actor, version=version, terms=terms)

    @step("start", StartSent)
    def start(self, contribution: Contribution, sent: dict[str, Any], version: int) -> None:
        """Begin the report; answers of the last complete one are taken over, to be confirmed."""
        start_contribution(contribution, version=version, language=sent["language"], **self.by)

    @step("delete-draft")
    def delete_draft(self, contribution: Contribution, _sent: dict[str, Any], version: int) -> None:
        """Remove everything that was written: nobody else has seen it."""
        delete_draft(contribution, version=version, **self.by)

    @step("submit")
    def submit(self, contribution: Contribution, _sent: dict[str, Any], version: int) -> None:
        """Send it. The answers are frozen and a receipt is given."""
        submit_contribution(contribution, version=version, **self.by)

    @step("declare-nothing")
    def declare_nothing(self, contribution: Contribution, _sent: dict[str, Any], version: int) -> None:
        """Nothing to report for this period; it can be undone until the cut-off."""
        declare_nothing_to_report(contribution, version=version, **self.by)

    @step("undo-nothing")
    def undo_nothing(self, contribution: Contribution, _sent: dict[str, Any], version: int) -> None:
        """Report after all."""
        undo_nothing_to_report(contribution, version=version, **self.by)

    @step("reopen", ReasonSent)
    def reopen(self, contribution: Contribution, sent: dict[str, Any], version: int) -> None:
        """Take up again what was sent, to change it and send it anew."""
        reopen_contribution(contribution, version=version, reason=sent["reason"], **self.by)

    @step("withdraw", ReasonSent)
    def withdraw(self, contribution: Contribution, sent: dict[str, Any], version: int) -> None:
        """Take it back: it is not counted any more."""
        withdraw_contribution(contribution, version=version, reason=sent["reason"], **self.by)


routes: list[tuple[str, type[ReadViewSet]]] = [("contributions", ContributionViewSet)]
