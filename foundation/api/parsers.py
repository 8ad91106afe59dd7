"""Reads what is sent to the API: JSON of a size and a depth that can be held, whole or not at all."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import IO, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser, JSONParser

PIECE = 65_536


class TooLarge(APIException):
    """More than a request may hold (413)."""

    status_code = 413
    default_code = "too_large"
    default_detail = gettext_lazy("This is more than one request may hold. Send it in several.")


class CutOff(ParseError):
    """Less arrived than was announced (400)."""

    default_code = "cut_off"
    default_detail = gettext_lazy("The request broke off before its end, and nothing of it was taken. Send it again.")


class ShallowJSONParser(BaseParser):
    """JSON nested deeper than Python reads is no JSON of ours (400); more than a page may send is refused.

    It is no `JSONParser` by descent: to those DRF hands what was announced and no more, which of pieces is nothing.
    """

    media_type = JSONParser.media_type

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The values of the body. Raises `TooLarge`, `CutOff` or `ParseError`."""
        content = BytesIO(_in_memory(stream, announced(parser_context)))
        try:
            return JSONParser().parse(content, media_type, parser_context)
        except (RecursionError, ParseError) as error:
            raise ParseError(_("This is not JSON in UTF-8.")) from error


def announced(parser_context: Mapping[str, Any] | None) -> int | None:
    """How many bytes are to come, if the request says it."""
    request = (parser_context or {}).get("request")
    told = request.META.get("CONTENT_LENGTH") if request is not None else None
    return int(told) if told else None


def unannounced(request: HttpRequest) -> Any:
    """The body of a request that comes in pieces (RFC 9112 section 7.1), where the server puts them together."""
    is_in_pieces = request.META.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked"
    return request.META["wsgi.input"] if is_in_pieces and request.META.get("wsgi.input_terminated") else None


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The body as it comes. Raises `CutOff`."""
    try:
        while piece := stream.read(PIECE):
            yield piece
    except Exception as error:  # -- a server that puts pieces together raises whatever it stumbles over
        raise CutOff from error


def _in_memory(stream: IO[bytes], length: int | None) -> bytes:
    if (length or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise TooLarge
    content = bytearray()
    for piece in pieces(stream):
        content += piece
        if len(content) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge
    if len(content) < (length or 0):
        raise CutOff
    return bytes(content)
