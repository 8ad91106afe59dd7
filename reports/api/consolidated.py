"""Consolidated reports for partner systems: the text, what meetings did with it, and the hashes it is known by."""

from rest_framework import serializers

from documents.api import ExpressionSerializer
from foundation.api.fields import TextsField, uuid_of
from foundation.api.views import ReadViewSet
from meetings.api.meetings import VerbSerializer
from parties.api import PartyRefSerializer
from reports.models import (
    Amendment,
    ConsolidatedReport,
    Endorsement,
    ReportParagraph,
    Reservation,
    Review,
    Transmission,
)

HASHED = {"revision": "whoever reads what a meeting did is told which bytes it was done to"}


def hash_of(source: str) -> serializers.CharField:
    """The SHA-256 of an issued text, in lower-case hexadecimal."""
    return serializers.CharField(source=source, read_only=True)


def earlier_languages() -> serializers.ListField:
    """The languages in which a text is of an earlier wording than the authentic one; none once it is tabled."""
    return serializers.ListField(
        source="earlier_in",
        read_only=True,
        child=serializers.CharField(),
        help_text="Languages in which this is of an earlier wording than the authentic text, while it is drafted.",
    )


class ReportParagraphSerializer(serializers.ModelSerializer):
    """A numbered paragraph. A draft may be of an earlier wording in some languages, until it is tabled."""

    heading = TextsField()
    text = TextsField()
    of_earlier_wording = earlier_languages()
    activity = uuid_of(allow_null=True)

    class Meta:
        model = ReportParagraph
        fields = ("uuid", "number", "heading", "text", "of_earlier_wording", "activity")


class ReservationSerializer(serializers.ModelSerializer):
    """What a participant put on record, in its own words and language."""

    party = PartyRefSerializer()
    paragraph = uuid_of(allow_null=True)

    class Meta:
        model = Reservation
        fields = ("uuid", "party", "paragraph", "kind", "language", "text")


class AmendmentSerializer(serializers.ModelSerializer):
    """A paragraph as the meeting amended it."""

    paragraph = uuid_of()
    after = TextsField()

    class Meta:
        model = Amendment
        fields = ("uuid", "paragraph", "after")


RECORDED = ("uuid", "meeting", "verb", "decision", "recorded_at", "on_instruction", "text_sha256")


class EndorsementSerializer(serializers.ModelSerializer):
    """What senior officials did; `text_sha256` is the text before the meeting."""

    meeting = uuid_of()
    decision = uuid_of(allow_null=True)
    silence = uuid_of(allow_null=True)
    verb = VerbSerializer()
    text_sha256 = hash_of("revision.sha256")
    amendments = AmendmentSerializer(many=True, read_only=True)
    reservations = ReservationSerializer(many=True, read_only=True)

    class Meta:
        model = Endorsement
        fields = (*RECORDED, "silence", "is_provisional", "confirm_by", "confirmed_at", "amendments", "reservations")
        whole = HASHED


class ReviewSerializer(serializers.ModelSerializer):
    """What ministers did; `text_sha256` is the text they read."""

    meeting = uuid_of()
    decision = uuid_of(allow_null=True)
    verb = VerbSerializer()
    text_sha256 = hash_of("revision.sha256")

    class Meta:
        model = Review
        fields = RECORDED
        whole = HASHED


class TransmissionSerializer(serializers.ModelSerializer):
    """To which ministerial meeting the endorsed text went."""

    meeting = uuid_of()
    text_sha256 = hash_of("revision.sha256")

    class Meta:
        model = Transmission
        fields = ("uuid", "meeting", "transmitted_at", "text_sha256")
        whole = HASHED


class ConsolidatedReportSerializer(serializers.ModelSerializer):
    """A report as far as its reader may see it. How many of how many was fixed at the cut-off; nobody is named.

    `texts` are the issued bytes by language, known by their hashes.
    """

    round = uuid_of()
    title = TextsField()
    title_of_earlier_wording = earlier_languages()
    endorsed_sha256 = serializers.CharField(
        source="endorsed_revision.sha256", read_only=True, allow_null=True, default=None
    )
    texts = ExpressionSerializer(source="document.expressions", many=True, read_only=True, default=())
    paragraphs = ReportParagraphSerializer(many=True, read_only=True)
    endorsements = EndorsementSerializer(many=True, read_only=True)
    transmission = TransmissionSerializer(read_only=True, allow_null=True, default=None)
    reviews = ReviewSerializer(many=True, read_only=True)
    published_by = uuid_of(allow_null=True)

    class Meta:
        model = ConsolidatedReport
        fields = (
            "uuid",
            "version",
            "round",
            "title",
            "title_of_earlier_wording",
            "state",
            "authentic_language",
            "asked_states",
            "received_states",
            "asked_organisations",
            "received_organisations",
            "comments_until",
            "tabled_at",
            "endorsed_sha256",
            "texts",
            "paragraphs",
            "endorsements",
            "transmission",
            "reviews",
            "published_at",
            "published_by",
        )
        whole = {"endorsed_revision": "whoever reads the report is told which bytes were endorsed"}


class ConsolidatedReportViewSet(ReadViewSet):
    """Consolidated reports. Anonymous readers see what was published."""

    model = ConsolidatedReport
    serializer_class = ConsolidatedReportSerializer
    ordering = ("-id",)


routes: list[tuple[str, type]] = [("reports", ConsolidatedReportViewSet)]
