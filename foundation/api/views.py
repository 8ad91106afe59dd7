"""The base of every read endpoint: rows start from `visible_to`, input is strict, answers carry an ETag."""

import hashlib
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework import mixins, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.actors import Actor
from foundation.api.etags import matches, strong_etag
from foundation.api.renderers import encode
from foundation.localized import LANGUAGES

COMMON_PARAMETERS = frozenset({"cursor", "page_size", "language", "format"})


class ReadViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Lists and details of one model, as far as the reader may see them.

    A subclass sets `model`, `serializer_class`, a total `ordering` (the keyset), and may refine `rows`.
    Foreign and missing objects answer the same 404. An unknown parameter or an empty filter is refused with 400.
    """

    model: ClassVar[type[models.Model]]
    ordering: ClassVar[tuple[str, ...]] = ("id",)
    lookup_field = "uuid"
    lookup_value_converter = "uuid"
    filter_parameters: ClassVar[frozenset[str]] = frozenset()

    def rows(self, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        """Joins and prefetches of this endpoint; children with readers of their own are cut here by `visible_to`."""
        return rows

    def get_queryset(self) -> "models.QuerySet[Any]":
        """What the reader may see, and nothing else."""
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        return self.rows(self.model._default_manager.visible_to(self.actor))  # type: ignore[attr-defined]  # -- every model of the API has it

    @property
    def actor(self) -> Actor:
        """Who reads."""
        return self.request.actor  # type: ignore[attr-defined]  # -- set by the middleware or by the key's authentication

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse parameters nobody declared, so that a misspelt filter never looks like an empty answer."""
        super().initial(request, *args, **kwargs)
        declared = set(getattr(getattr(self, "filterset_class", None), "base_filters", {}))
        unknown = sorted(set(request.query_params) - COMMON_PARAMETERS - self.filter_parameters - declared)
        if unknown:
            raise ValidationError({name: [_("This parameter is not known here.")] for name in unknown}, code="unknown")
        empty = sorted(name for name in declared if request.query_params.get(name) == "")
        if empty:
            raise ValidationError({name: [_("Give a value, or leave this out.")] for name in empty}, code="empty")
        language = request.query_params.get("language")
        if language is not None and language not in LANGUAGES:
            raise ValidationError({"language": [_("Choose en, fr or ar.")]}, code="invalid")

    def retrieve(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """One object, or 304 when the reader's copy is the present one.

        The tag holds the answer itself: what it names of other rows changes without a new version of this one.
        """
        instance = self.get_object()
        data, version = self.get_serializer(instance).data, getattr(instance, "version", None)
        if version is None:
            return Response(data)
        etag = strong_etag(version, (*self.variant(request), hashlib.sha256(encode(data)).hexdigest()))
        if matches(request.headers.get("If-None-Match"), etag):
            return Response(status=304, headers={"ETag": etag})
        return Response(data, headers={"ETag": etag})

    def variant(self, request: Request | HttpRequest) -> tuple[str, ...]:
        """What else the bytes depend on: language asked for, audience, release."""
        audience = sorted(f"{office.side}:{office.unit_id}" for office in self.actor.worn)
        language = request.GET.get("language", "")
        return (language, ",".join(audience), settings.RELEASE)
