"""Participants and terms of the chair, to read."""

from typing import ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from foundation.api.fields import TextsField
from foundation.api.views import ReadViewSet
from parties.models import Party, Presidency, PresidencyHolder


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


class PartyViewSet(ReadViewSet):
    """Participants in alphabetical order."""

    model = Party
    serializer_class = PartySerializer
    ordering: ClassVar[tuple[str, ...]] = ("sort_en", "code")


class PresidencyViewSet(ReadViewSet):
    """Terms of the chair in the order of time."""

    model = Presidency
    serializer_class = PresidencySerializer

    def rows(self, rows: QuerySet[Presidency]) -> QuerySet[Presidency]:
        return rows.prefetch_related("holders__party")


routes: list[tuple[str, type]] = [("parties", PartyViewSet), ("presidencies", PresidencyViewSet)]
