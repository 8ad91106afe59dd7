"""What a partner system sends of one activity and is told of it, for the description; rows are read by the importer."""

from typing import Any

from rest_framework import serializers

from actionplan.selectors.proposals import (
    LONGEST_CODE,
    LONGEST_ID,
    LONGEST_NAME,
    LONGEST_TEXT,
    LONGEST_TITLE,
)
from actionplan.services.proposals import CHANGED, CREATED, REFUSED, UNCHANGED
from foundation.api.schema import ErrorSerializer
from foundation.api.writes import Sent


class TitleSent(Sent):
    """A title, in one language at least."""

    en = serializers.CharField(max_length=LONGEST_TITLE, required=False, help_text="In English.")
    fr = serializers.CharField(max_length=LONGEST_TITLE, required=False, help_text="In French.")
    ar = serializers.CharField(max_length=LONGEST_TITLE, required=False, help_text="In Arabic.")


class DescriptionSent(Sent):
    """A description, in one language at least."""

    en = serializers.CharField(max_length=LONGEST_TEXT, required=False, help_text="In English.")
    fr = serializers.CharField(max_length=LONGEST_TEXT, required=False, help_text="In French.")
    ar = serializers.CharField(max_length=LONGEST_TEXT, required=False, help_text="In Arabic.")


class ActivitySent(Sent):
    """What a source says of one activity: only what is named is proposed."""

    external_id = serializers.CharField(max_length=LONGEST_ID, help_text="The activity's id in the source system.")
    code = serializers.CharField(
        max_length=LONGEST_CODE,
        required=False,
        help_text="The activity's code in the plan, where the source means one that is there.",
    )
    objective = serializers.CharField(required=False, help_text="Plan and objective, as `CAP/CAP-1`.")
    title = TitleSent(required=False, help_text="What the activity is called, in one language at least.")
    description = DescriptionSent(required=False, help_text="What it is about, in one language at least.")
    domains = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=5),
        required=False,
        allow_empty=False,
        help_text="Numbers of the JVAP domains.",
    )
    paragraphs = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="Paragraphs served, by uuid or by text and number, as `CAIRO-2025/3`.",
    )
    lead = serializers.CharField(
        required=False, allow_null=True, help_text="The participant that leads, by its code here, in three letters, or"
        " as the EU writes it; null: none."
    )  # fmt: skip
    supporting = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Supporting participants, each like `lead`."
    )
    begins_on = serializers.DateField(required=False, allow_null=True, help_text="The planned first day; null: none.")
    ends_on = serializers.DateField(required=False, allow_null=True, help_text="The planned last day; null: none.")
    joint_with = serializers.CharField(
        max_length=LONGEST_NAME, required=False, allow_blank=True, help_text="Another process or organisation."
    )


class BecameOfOneSerializer(serializers.Serializer[Any]):
    """What became of one row."""

    row = serializers.IntegerField(help_text="The row's number, from 1; empty lines are not counted.")
    external_id = serializers.CharField(help_text="Its id in the source; empty where none could be read.")
    outcome = serializers.ChoiceField(
        [CREATED, CHANGED, UNCHANGED, REFUSED], help_text="What became of it, or would with `dry_run=true`."
    )
    proposal = serializers.UUIDField(allow_null=True, help_text="The proposal it is kept as, if there is one.")
    errors = ErrorSerializer(many=True, help_text="What was wrong with it.")  # type: ignore[assignment]  # -- the library's own name, read-only there


class BecameSerializer(serializers.Serializer[Any]):
    """What became of each row, in their order; as NDJSON each stands on a line of its own."""

    results = BecameOfOneSerializer(many=True, help_text="One for each row.")
