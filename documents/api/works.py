"""Documents for partner systems: what a work is, in which languages it is issued, and where the files are."""

from uuid import UUID

import django_filters
from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from rest_framework import serializers

from documents.enums import Classification
from documents.models import Document, Expression, Revision
from foundation.api.fields import TextsField, uuid_of
from foundation.api.plan import Computed, Reading
from foundation.api.views import ReadViewSet

NOBODY = UUID(int=0)


def address_of_file(reading: Reading) -> Concat:
    """The address of a revision's bytes on the host that was asked: one that opens to a key too."""
    before, after = reverse("revisions-content", args=[NOBODY]).split(str(NOBODY))
    return Concat(Value(reading.origin + before), Cast(F("uuid"), TextField()), Value(after), output_field=TextField())


class RevisionSerializer(serializers.ModelSerializer):
    """An issued file; its bytes are those of the hash for ever."""

    corrects = uuid_of(allow_null=True)
    url = Computed(address_of_file, schema={"type": "string", "format": "uri"}, help_text="Where the bytes are.")

    class Meta:
        model = Revision
        fields = ("uuid", "kind", "number", "corrects", "media_type", "size", "sha256", "issued_at", "url")


class ExpressionSerializer(serializers.ModelSerializer):
    """A work in one language, with everything issued in it."""

    revisions = RevisionSerializer(many=True, read_only=True)

    class Meta:
        model = Expression
        fields = ("language", "state", "is_stale", "revisions")


class DocumentSerializer(serializers.ModelSerializer):
    """A work."""

    title = TextsField()
    expressions = ExpressionSerializer(many=True, read_only=True)

    class Meta:
        model = Document
        fields = (
            "uuid",
            "version",
            "title",
            "symbol",
            "classification",
            "authentic_language",
            "created_at",
            "expressions",
        )


class DocumentFilter(django_filters.FilterSet):
    """By symbol and by who may read it."""

    symbol = django_filters.CharFilter()
    classification = django_filters.ChoiceFilter(choices=Classification.choices)


class DocumentViewSet(ReadViewSet):
    """Works the reader may read; those their owner serves are not among them."""

    model = Document
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilter
    elsewhere = Q(classification=Classification.OWNER)
    orderings = {"created_at": ("created_at", "id")}


routes: list[tuple[str, type[ReadViewSet]]] = [("documents", DocumentViewSet)]
