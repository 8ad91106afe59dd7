"""An answer in one piece, put together by a view and not by a plan: no pages, no choice of fields, the same tags."""

import hashlib
from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpResponse
from rest_framework.request import Request

from foundation.api.etags import head, matches, strong_etag
from foundation.api.renderers import OrjsonRenderer, encode
from foundation.api.views import JSON, ReadViewSet


class PieceViewSet(ReadViewSet):
    """A view whose answer is made of rows of several models, each asked for by its own `visible_to`."""

    parameters: ClassVar[frozenset[str]] = frozenset()
    """What may be asked besides language and format."""
    pagination_class = None
    filter_backends = ()

    def shaping(self) -> frozenset[str]:
        """The language of its texts."""
        return frozenset({"language"})

    def _known(self) -> frozenset[str]:
        return frozenset({"format"}) | self.shaping() | self.parameters

    def get_renderers(self) -> Any:
        """JSON alone, unless a view offers more."""
        return [OrjsonRenderer()]

    def told(self, request: Request, made: Callable[[], Any]) -> HttpResponse:
        """The piece, or 304 while nothing at all was recorded since the reader's copy was made."""
        tag = strong_etag(head(), (*self.variant(request), request.get_full_path()))
        if matches(request.headers.get("If-None-Match"), tag):
            return HttpResponse(status=304, headers={"ETag": tag})
        return HttpResponse(encode(made()), content_type=JSON, headers={"ETag": tag})

    def told_by_its_bytes(self, request: Request, body: bytes, *, media_type: str = JSON) -> HttpResponse:
        """A small piece of rows that change without an entry in the ledger too: its tag is made of the very bytes."""
        tag = strong_etag(0, (*self.variant(request), hashlib.sha256(body).hexdigest(), media_type))
        if matches(request.headers.get("If-None-Match"), tag):
            return HttpResponse(status=304, headers={"ETag": tag})
        return HttpResponse(body, content_type=media_type, headers={"ETag": tag})
