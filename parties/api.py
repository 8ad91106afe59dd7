"""Participants, terms of the chair and the reader's own mandates, to read."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from foundation.api.fields import TextsField
from foundation.api.pagination import KeysetPagination
from foundation.api.views import ReadViewSet
from foundation.localized import LANGUAGES
from parties.models import Mandate, Party, Presidency, PresidencyHolder


class PartyRefSerializer(serializers.ModelSerializer[Party]):
    """A participant as others name it."""

    name = TextsField()

    class Meta:
        model = Party
        fields = ("uuid", "code", "name")


class PartySerializer(serializers.ModelSerializer[Party]):
    """A participating State or partner organisation."""

    name = TextsField()
    official_name = TextsField()

    class Meta:
        model = Party
        fields = (
            "uuid",
            "code",
            "iso3",
            "eu_code",
            "kind",
            "region",
            "region_group",
            "name",
            "official_name",
            "time_zone",
            "time_zones",
            "weekend_days",
            "languages",
            "valid_to",
        )


class PresidencyRefSerializer(serializers.ModelSerializer[Presidency]):
    """A term of the chair as others name it."""

    name = TextsField()

    class Meta:
        model = Presidency
        fields = ("uuid", "code", "name")


class HolderSerializer(serializers.ModelSerializer[PresidencyHolder]):
    """Who holds a term, and in what role."""

    party = PartyRefSerializer()

    class Meta:
        model = PresidencyHolder
        fields = ("party", "role")


class PresidencySerializer(serializers.ModelSerializer[Presidency]):
    """A term of the chair; each day with its precision."""

    name = TextsField()
    holders = HolderSerializer(many=True)

    class Meta:
        model = Presidency
        fields = (
            "uuid",
            "code",
            "name",
            "state",
            "holders",
            "begins_on",
            "begins_precision",
            "begins_basis",
            "ends_on",
            "ends_precision",
            "source",
        )


class MandateSerializer(serializers.ModelSerializer[Mandate]):
    """An office held for a participant, by the letter that gave it. It names no person: the letter does."""

    party = PartyRefSerializer()
    office: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    presidency = PresidencyRefSerializer(allow_null=True)

    class Meta:
        model = Mandate
        fields = (
            "uuid",
            "version",
            "party",
            "office",
            "presidency",
            "begins_on",
            "ends_on",
            "ended_at",
            "letter_number",
            "letter_date",
            "letter_authority",
            "confirmed_on",
        )


class AlphabeticalPagination(KeysetPagination):
    """Participants stand in the alphabetical order of the language asked for."""

    def order(self, request: Request, view: Any) -> tuple[str, ...]:  # noqa: ARG002 -- the order of this list is the language's
        """By the sort key of the language, which the next page's address repeats."""
        language = request.query_params.get("language")
        return (f"sort_{language if language in LANGUAGES else 'en'}", "code")


class PartyViewSet(ReadViewSet):
    """Participants in alphabetical order."""

    model = Party
    serializer_class = PartySerializer
    pagination_class = AlphabeticalPagination


class PresidencyViewSet(ReadViewSet):
    """Terms of the chair in the order of time."""

    model = Presidency
    serializer_class = PresidencySerializer


class MandateViewSet(ReadViewSet):
    """The reader's own mandates and those its participant has given; staff read all."""

    model = Mandate
    serializer_class = MandateSerializer


routes: list[tuple[str, type]] = [
    ("parties", PartyViewSet),
    ("presidencies", PresidencyViewSet),
    ("mandates", MandateViewSet),
]
