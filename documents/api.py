"""Documents for partner systems: what a work is, in which languages it is issued, and where the files are."""

from django.db.models import Prefetch, QuerySet
from rest_framework import serializers
from rest_framework.reverse import reverse

from documents.models import Document, Expression, Revision
from foundation.api.fields import TextsField, uuid_of
from foundation.api.views import ReadViewSet


class RevisionSerializer(serializers.ModelSerializer):
    """An issued file; its bytes are those of the hash for ever."""

    corrects = uuid_of(allow_null=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Revision
        fields = ("uuid", "kind", "number", "corrects", "media_type", "size", "sha256", "issued_at", "url")

    def get_url(self, revision: Revision) -> str:
        """Where the bytes are."""
        return reverse("documents:revision", args=[revision.uuid], request=self.context.get("request"))


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


class DocumentViewSet(ReadViewSet):
    """Works the reader may read; those their owner serves are not among them."""

    model = Document
    serializer_class = DocumentSerializer

    def rows(self, rows: QuerySet[Document]) -> QuerySet[Document]:
        """With their languages and files, without the bytes."""
        issued = Revision.objects.without_content().select_related("corrects").defer("content", "corrects__content")
        return rows.prefetch_related(Prefetch("expressions__revisions", issued))


routes: list[tuple[str, type[ReadViewSet]]] = [("documents", DocumentViewSet)]
