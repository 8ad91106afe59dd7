"""Issued files for partner systems: what was issued of a work, in which language, and the frozen bytes."""

from typing import Any

import django_filters
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from documents.api.works import RevisionSerializer
from documents.enums import RevisionKind
from documents.handing import handed_out
from documents.models import Revision
from foundation.api.fields import uuid_of
from foundation.api.views import ReadViewSet
from foundation.localized import LANGUAGE_NAMES

BYTES = {(200, "*/*"): OpenApiResponse({"type": "string", "format": "binary"}, description="The frozen bytes.")}


class ListedRevisionSerializer(RevisionSerializer):
    """An issued file with the work it belongs to, and its language."""

    document = uuid_of("expression.document")
    language = serializers.ChoiceField(list(LANGUAGE_NAMES.items()), source="expression.language", read_only=True)

    class Meta:
        model = Revision
        fields = ("uuid", "document", "language", *RevisionSerializer.Meta.fields[1:])


class RevisionFilter(django_filters.FilterSet):
    """By work, by language, by what the file is."""

    document = django_filters.UUIDFilter(field_name="expression__document__uuid")
    text_language = django_filters.ChoiceFilter(field_name="expression__language", choices=list(LANGUAGE_NAMES.items()))
    kind = django_filters.ChoiceFilter(choices=RevisionKind.choices)


class RevisionViewSet(ReadViewSet):
    """Issued files of the works the reader may read."""

    model = Revision
    serializer_class = ListedRevisionSerializer
    filterset_class = RevisionFilter
    orderings = {"issued_at": ("issued_at", "id")}

    @extend_schema(responses=BYTES, filters=False)
    @action(detail=True, filterset_class=None)
    def content(self, request: Request, uuid: Any) -> HttpResponse:
        """The frozen bytes as a download; `ETag` is their SHA-256, and a copy that bears it is good for ever."""
        seen = Revision.objects.visible_to(self.actor).without_content().select_related("expression__document")
        revision = get_object_or_404(seen, uuid=uuid)
        return handed_out(revision, if_none_match=request.headers.get("If-None-Match", ""))


routes: list[tuple[str, type[ReadViewSet]]] = [("revisions", RevisionViewSet)]
