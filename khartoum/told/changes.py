"""The feed of changes for partner systems that keep a copy: ask, take over, and go on from `next`. Read only."""

from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from foundation.api.pagination import KeysetPagination
from foundation.api.pieces import PieceViewSet
from foundation.api.renderers import encode
from foundation.api.schema import ErrorAnswerSerializer
from foundation.ledger.models import SealedEntry
from foundation.ledger.selectors import START, Cursor, latest
from integrations import cursors
from integrations.models import ApiClient
from khartoum.resources import TOLD_OF
from khartoum.told.feed import Change, feed
from khartoum.told.reading import rows_of

LATEST = "latest"


class ChangeSerializer(serializers.Serializer[Any]):
    """Something was done to an object that you may read, or could read."""

    cursor = serializers.CharField(help_text="The place after this change: `after` it comes what follows.")
    resource = serializers.ChoiceField(
        [name for name, _view in TOLD_OF], help_text="The list in which the object is read."
    )
    uuid = serializers.UUIDField(help_text="The public identity of the object.")
    is_gone = serializers.BooleanField(help_text="It is not to be read by you any more: remove it from your copy.")
    kind = serializers.CharField(
        allow_null=True, help_text="What was done, as `report.tabled`; null where you are not told. New kinds come."
    )
    at = serializers.DateTimeField(allow_null=True, help_text="When (UTC); null where you are not told more.")
    url = serializers.URLField(allow_null=True, help_text="Where it is read; null when it is gone.")


@extend_schema_serializer(many=False)
class ChangesSerializer(serializers.Serializer[Any]):
    """A part of the feed."""

    next = serializers.URLField(help_text="Ask here for what follows, now or later; never null.")
    has_more = serializers.BooleanField(help_text="Whether to ask at once: more is there already.")
    results = ChangeSerializer(many=True, help_text="The changes, in the order in which they were committed.")


LOST = "The place is not in the record any more: begin anew with `after=latest`, and read the lists once again."


class AnotherHistory(APIException):
    """The cursor names a place that this ledger does not have: the system was restored from a backup."""

    status_code, default_code = status.HTTP_410_GONE, "another_history"
    default_detail = _(
        "This place is not in the record any more. Ask with after=latest, and read the lists once again."
    )


SIZE = {
    "type": "integer",
    "minimum": 1,
    "maximum": KeysetPagination.max_page_size,
    "default": KeysetPagination.page_size,
}


class ChangesViewSet(PieceViewSet):
    """What was changed since you asked last: every change once, none left out."""

    model = SealedEntry
    serializer_class = ChangesSerializer
    parameters = frozenset({"after", "page_size"})

    def shaping(self) -> frozenset[str]:
        """Nothing: no texts are told."""
        return frozenset()

    @extend_schema(
        responses={200: ChangesSerializer, 410: OpenApiResponse(ErrorAnswerSerializer, description=LOST)},
        parameters=[
            OpenApiParameter(
                "after",
                str,
                description="A cursor of this feed. `latest`: what is done from now on. Left out: from the start.",
            ),
            OpenApiParameter("page_size", SIZE, description="Changes in one answer."),
        ],
    )
    def whole(self, request: Request) -> HttpResponse:
        """The changes after a place, and the place from which to go on."""
        size = KeysetPagination().get_page_size(request)
        client = request.auth if isinstance(request.auth, ApiClient) else None
        told = feed(_place(request), self.actor, rows_of(self.actor, client), limit=size)
        signed = cursors.signed([*(change.place for change in told.changes), told.place])
        body = {
            "next": replace_query_param(request.build_absolute_uri(), "after", signed[told.place]),
            "has_more": told.has_more,
            "results": [_told(request, change, signed[change.place]) for change in told.changes],
        }
        return self.told_by_its_bytes(request, encode(body))


def _told(request: Request, change: Change, cursor: str) -> dict[str, Any]:
    resource, uuid = change.subject
    address = None if change.is_gone else request.build_absolute_uri(reverse(f"{resource}-detail", args=[uuid]))
    return {
        "cursor": cursor,
        "resource": resource,
        "uuid": uuid,
        "is_gone": change.is_gone,
        "kind": change.kind,
        "at": change.at,
        "url": address,
    }


def _place(request: Request) -> Cursor:
    """The place asked for. Raises `AnotherHistory` (410) where the record has another block there than the cursor."""
    asked = request.query_params.get("after")
    if asked is None:
        return START
    if asked == LATEST:
        return latest()
    try:
        return cursors.read(asked)
    except cursors.NoCursorError:
        sentence = _("This is no cursor of this feed. Follow “next”, or begin with after=latest.")
        raise ValidationError({"after": [sentence]}, code="invalid") from None
    except cursors.AnotherHistoryError:
        raise AnotherHistory from None


addresses = [path("changes/", ChangesViewSet.as_view({"get": "whole"}), name="changes")]
